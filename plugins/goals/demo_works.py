"""What the sample's key works say, with their stages."""

from __future__ import annotations

from dataclasses import dataclass

MENGYUE, HUSA, ZHANGFENG = 533124205, 533124201, 533124101


@dataclass(frozen=True, slots=True)
class Work:
    """A key work of the sample: whose it is, what it says, and its stages, each on its day from today."""

    tenant: int
    unit: str
    name: str
    head: str
    body: str
    standard: str
    limit: str
    lost: str
    stages: tuple[tuple[str, str, int, int], ...]  # goal, standard, working days it needs, working days from today


FIELDS = Work(
    MENGYUE,
    "NYZ",
    "邦瓦村撂荒地复垦与冬季农业开发",
    "何早乙（主任）",
    "农业综合服务中心",
    "复垦撂荒地120亩，全部种上冬季作物，面积经村民小组核对",
    "权属摸底10个工作日，机耕路修复15个工作日",
    "流转协议鉴证和面积核查合并为一次上门",
    (
        ("权属摸底", "逐块登记，村民小组公示5天没有异议", 10, -33),
        ("流转协议", "与农户、承包大户签订协议，司法所审核", 8, -22),
        ("机耕路修复", "三条机耕路能走农机", 12, -6),
        ("冬作播种", "120亩播种完成", 8, 8),
        ("面积核查", "村民小组和农户签字", 4, 14),
    ),
)
WOODS = Work(
    MENGYUE,
    "LYZ",
    "邦瓦村森林防火通道修复",
    "余样丁（主任）",
    "林业和草原服务中心",
    "修复防火通道6公里，蓄水池2口",
    "汛期后40个工作日内完工",
    "没有",
    (
        ("踏勘设计", "图纸经村民代表会议同意", 8, -36),
        ("通道修复", "消防车能通行", 15, -8),
        ("蓄水池", "两口蓄水池蓄水验收", 8, 13),
    ),
)
CARE = Work(
    MENGYUE,
    "SBZ",
    "社会救助主动发现网格覆盖五个村",
    "排样甲（主任）",
    "社会保障服务中心",
    "五个村的独居老人、重病户、残疾人户全部走访建档",
    "走访发现的急难情况24小时内先行救助",
    "入户调查与救助申请合并，不再让群众另跑一趟",
    (("走访建档", "五个村全部建档", 10, 6), ("办理救助", "符合条件的全部提出申请", 6, 14)),
)
CANAL = Work(
    HUSA,
    "NYZ",
    "隆光村灌溉渠系修复",
    "曹相甲（主任）",
    "农业综合服务中心",
    "两组共用水渠2.4公里通水，用水顺序上墙",
    "施工25个工作日",
    "没有",
    (("测量设计", "图纸经两个村民小组签字", 8, -30), ("渠道施工", "全线通水", 15, 7)),
)
MARKET = Work(
    ZHANGFENG,
    "ZFD",
    "章凤集贸市场改造与摊位重新编号",
    "囊早甲（队长）",
    "综合行政执法队",
    "摊位全部编号，公开抽签，消防通道不占用",
    "过渡市场使用不超过60天",
    "摊位登记和抽签报名合并办理",
    (
        ("商户意见征求", "全部商户签字回执", 10, -24),
        ("摊位公开抽签", "公证员到场", 5, 4),
        ("搬回开业", "全部商户搬回", 6, 13),
    ),
)

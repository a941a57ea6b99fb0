"""Papers as an office writes them."""

from __future__ import annotations

from typing import Any

PARAGRAPH = (
    "为深入推进效能建设，进一步转变工作作风，提高行政效率和服务质量，根据县人民政府有关要求，结合我乡实际，"
    "现将有关事项通知如下，请各村民委员会、乡属各站所认真组织学习，抓好贯彻落实，并按期报送工作情况。"
)
LETTER: dict[str, Any] = {
    "organ": "勐约乡人民政府文件",
    "number": "勐约政发〔2026〕6号",
    "title": "勐约乡人民政府关于做好效能政府\n四项制度实施工作的通知",
    "to": ["各村民委员会", "乡属各站所"],
    "body": [
        {"kind": "p", "text": PARAGRAPH},
        {"kind": "h1", "text": "一、总体要求"},
        {"kind": "p", "text": PARAGRAPH},
        {"kind": "h2", "text": "（一）工作目标"},
        {"kind": "h3", "text": "1．按期办结率。"},
        {"kind": "p", "text": PARAGRAPH},
    ],
    "attachments": ["重点工作任务分解表", "各站所联系人名单"],
    "signed_by": "勐约乡人民政府",
    "date": "2026-03-30",
    "notes": "此件公开发布",
    "cc": ["县人民政府办公室", "乡党委各部门", "乡人大主席团"],
    "printed_by": "勐约乡党政综合办公室",
    "printed_on": "2026-03-30",
    "verify": "https://example.gov.cn/v/9f3c2a71",
}
UPWARD: dict[str, Any] = {
    **LETTER,
    "number": "勐约政请〔2026〕12号",
    "signers": ["排早戊", "司样喆", "金样堃"],
    "title": "勐约乡人民政府关于解决便民服务中心建设资金的请示",
    "to": "陇川县人民政府",
    "urgency": "特急",
    "copy_number": "000123",
    "notes": "联系人：䶮样丙，联系电话：0692-7000000",
}
JOINT: dict[str, Any] = {
    **LETTER,
    "organ": ["勐约乡人民政府", "陇川县林业和草原局", "陇川县水利局", "陇川县自然资源局"],
    "signed_by": ["勐约乡人民政府", "陇川县林业和草原局", "陇川县水利局", "陇川县自然资源局"],
    "verify": "",
}
ORDER: dict[str, Any] = {
    "organ": "勐约乡人民政府",
    "number": "勐约政函〔2026〕3号",
    "title": "勐约乡人民政府关于商请核实农村宅基地情况的函",
    "to": "陇川县自然资源局",
    "body": [{"kind": "p", "text": PARAGRAPH}, {"kind": "p", "text": "妥否，请函复。"}],
    "signed_by": "勐约乡人民政府",
    "date": "2026-04-02",
    "cc": "县农业农村局",
}
DECISION: dict[str, Any] = {
    "organ": "勐约乡人民政府",
    "title": "准予行政许可决定书",
    "number": "勐约许〔2026〕12号",
    "to": "排早戊",
    "body": [
        {
            "kind": "p",
            "text": "您于2026年10月28日提出“农村村民住宅用地（宅基地）审批”申请，本机关已于2026年10月29日受理。",
        },
        {"kind": "h1", "text": "审查情况和理由"},
        {"kind": "p", "text": "经审查，符合一户一宅的规定，四至清楚，邻里没有异议。"},
        {"kind": "table", "head": ["序号", "材料", "如何补正"], "rows": [[1, "公示证明", "补交村务公开栏的照片"]]},
        {"kind": "list", "items": ["申请表", "户口簿"]},
    ],
    "remedies": "如不服本决定，可以自知道本决定之日起六十日内向陇川县人民政府申请行政复议。",
    "signed_by": "勐约乡人民政府",
    "date": "2026-11-24",
    "slip": [
        {"kind": "p", "text": "本件一式两份，一份交申请人，一份存档。"},
        {"kind": "fill", "parts": ["申请人签收：", "日期："]},
    ],
    "foot": [["办件编号", "勐约许〔2026〕12号"], ["经办人", "线样甲"]],
    "note": "扫描二维码可以查看办理进度。",
    "verify": "https://example.gov.cn/t/533124205/track?number=12",
    "sample": "演示数据，不具有法律效力",
}
REGISTER: dict[str, Any] = {
    "title": "行政审批办件登记簿",
    "period": "2026年1月1日至2026年3月31日",
    "organ": "勐约乡便民服务中心",
    "columns": [
        {"label": "序号", "width": 1, "align": "right"},
        {"label": "办件编号", "width": 4},
        {"label": "申请人", "width": 2},
        {"label": "事项", "width": 6},
        {"label": "收件日期", "width": 3},
        {"label": "用时（工作日）", "width": 2, "align": "right"},
    ],
    "rows": [
        [place, f"勐约许〔2026〕{place}号", "样*", "农村村民住宅用地（宅基地）审批", "2026-03-01", place % 20]
        for place in range(1, 81)
    ],
    "totals": ["合计", "80件", "", "", "", "9.4"],
    "made_on": "2026-04-01",
    "note": "填报人：        审核人：",
}
BOOKLET: dict[str, Any] = {
    "title": "行政处罚裁量权基准",
    "subtitle": "2026年版",
    "organ": "勐约乡人民政府",
    "date": "2026-05-31",
    "parts": [
        {
            "title": f"第{name}编　{field}",
            "body": [
                {"kind": "h1", "text": "一、适用范围"},
                {"kind": "p", "text": PARAGRAPH},
                {"kind": "table", "head": ["违法行为", "情节", "裁量幅度"], "rows": [["样", "轻微", "不予处罚"]] * 30},
            ],
        }
        for name, field in (("一", "自然资源"), ("二", "林业草原"), ("三", "村镇建设"))
    ],
}
COMMAND: dict[str, Any] = {
    "organ": "勐约乡人民政府令",
    "number": "第3号",
    "title": "勐约乡人民政府森林防火戒严令",
    "body": [{"kind": "p", "text": PARAGRAPH}, {"kind": "p", "text": "本令自发布之日起施行。"}],
    "post": "乡长",
    "signatory": "岳早甲",
    "date": "2026-04-02",
    "verify": "https://example.gov.cn/v/9f3c2a71",
}
MINUTES: dict[str, Any] = {
    **LETTER,
    "organ": "勐约乡人民政府会议纪要",
    "number": "勐约政纪要〔2026〕4号",
    "title": "勐约乡人民政府第四次乡长办公会议纪要",
    "to": [],
    "attachments": [],
    "notes": "",
    "sealed": False,
    "attendance": [
        ["出席", "岳早甲、杨相丙、禾早乙、司诺佳、金相丙、排早戊、司样喆、金样堃、样甲、样乙、样丙、样丁、样戊、样己"],
        ["请假", "样庚"],
        ["列席", "陇川县林业和草原局样辛"],
    ],
}
EVERY: dict[str, tuple[str, dict[str, Any]]] = {
    "letter": ("letter", LETTER),
    "upward": ("letter", UPWARD),
    "joint": ("letter", JOINT),
    "xinhan": ("xinhan", ORDER),
    "order": ("order", COMMAND),
    "minutes": ("minutes", MINUTES),
    "decision": ("decision", DECISION),
    "window": ("decision", {**DECISION, "style": "window", "title": "受理通知书"}),
    "dense": ("decision", {**DECISION, "style": "dense", "title": "收件凭证"}),
    "register": ("register", REGISTER),
    "booklet": ("booklet", BOOKLET),
}

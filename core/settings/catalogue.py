"""Core's own settings."""

from __future__ import annotations

from core.contracts import Setting
from core.i18n import N_

SETTINGS = (
    Setting("core.phone", "text", N_("服务电话"), N_("显示在门户每一页和文书上。"), "", "unit", longest=40),
    Setting("core.site.organiser", "text", N_("主办单位"), N_("显示在门户页脚。")),
    Setting("core.site.operator", "text", N_("承办单位"), N_("显示在门户页脚。")),
    Setting(
        "core.site.address", "text", N_("办事地点"), N_("显示在门户页脚和办事指南，单位可以写自己的。"), level="unit"
    ),
    Setting(
        "core.site.hours", "text", N_("办公时间"), N_("显示在门户页脚和办事指南，单位可以写自己的。"), level="unit"
    ),
    Setting("core.site.contact", "text", N_("联系方式"), N_("显示在门户页脚。")),
    Setting("core.site.identifier", "text", N_("网站标识码"), N_("显示在门户页脚。"), longest=40),
    Setting("core.site.icp", "text", N_("备案号"), N_("显示在门户页脚。"), longest=60),
    Setting("core.site.police", "text", N_("公安备案号"), N_("显示在门户页脚。"), longest=60),
    Setting(
        "core.frames",
        "text",
        N_("可以嵌入本门户栏目的网站"),
        N_("写网站的网址，例如“https://www.example.gov.cn”，几个之间用空格分开；不填就不能嵌入。"),
        "",
    ),
    Setting(
        "core.language",
        "choice",
        N_("门户的语言"),
        N_("访问者没有自己选择时使用的语言。"),
        "zh_Hans_CN",
        choices={"zh_Hans_CN": N_("中文"), "en": N_("英文")},
    ),
    Setting("core.page_rows", "number", N_("列表每页的行数"), N_("案件列表每页显示多少行。"), 50, least=10, most=200),
    Setting(
        "core.prefix",
        "text",
        N_("案件编号的字头"),
        N_("例如“勐约”，编号为“勐约许〔2026〕12号”。改后只用于新收的案件。"),
        own=True,
        required=True,
        longest=8,
    ),
    Setting(
        "core.review_organ",
        "text",
        N_("行政复议机关"),
        N_("文书告知救济途径时写明。"),
        own=True,
        required=True,
        longest=60,
    ),
    Setting("core.court", "text", N_("人民法院"), N_("文书告知救济途径时写明。"), own=True, required=True, longest=60),
)

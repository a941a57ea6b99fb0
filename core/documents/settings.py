"""Letterheads as settings: the organ's mark, its series of numbers, and whether substitute fonts will do."""

from __future__ import annotations

from dataclasses import dataclass

from core.contracts import Setting
from core.db import ScopedSession
from core.documents import rules
from core.i18n import N_
from core.settings import queries
from core.tenancy.models import Tenant

ORGAN, MARK = "core.document_organ", "core.document_mark"
SERIES, LETTER_SERIES = "core.document_series", "core.document_letter_series"
MINUTES_MARK, MINUTES_SERIES = "core.document_minutes_mark", "core.document_minutes_series"
POST = "core.document_post"
SEAL_PICTURE = "core.document_seal_picture"
PRINTER, SUBSTITUTES = "core.document_printer", "core.document_substitutes"
SETTINGS = (
    Setting(ORGAN, "text", N_("公文署名的机关全称"), N_("不填：地名加“人民政府”。"), own=True, longest=60),
    Setting(MARK, "text", N_("发文机关标志"), N_("公文首页的红字。不填：机关全称加“文件”。"), own=True, longest=40),
    Setting(SERIES, "text", N_("发文机关代字"), N_("例如“勐约政发”，用于文件格式。"), own=True, longest=12),
    Setting(LETTER_SERIES, "text", N_("信函格式的代字"), N_("例如“勐约政函”，用于信函格式。"), own=True, longest=12),
    Setting(
        MINUTES_MARK, "text", N_("纪要标志"), N_("纪要首页的红字。不填：机关全称加“会议纪要”。"), own=True, longest=40
    ),
    Setting(MINUTES_SERIES, "text", N_("纪要格式的代字"), N_("例如“勐约政纪要”，用于纪要格式。"), own=True, longest=12),
    Setting(POST, "text", N_("命令签发人的职务"), N_("不填：乡长、镇长、县长等，按地名。"), own=True, longest=20),
    Setting(PRINTER, "text", N_("公文的印发机关"), N_("印在版记中。不填：机关全称加“办公室”。"), own=True, longest=60),
    Setting(
        SEAL_PICTURE,
        "flag",
        N_("在公文PDF上加盖印章图片"),
        N_("图片由县里两人上传和确认。是：印发时盖在署名和日期上；否：留出位置，打印后加盖。"),
        False,
        own=True,
    ),
    Setting(
        SUBSTITUTES,
        "flag",
        N_("允许用替代字体印发公文"),
        N_("本机没有方正小标宋、仿宋等规定字体时，是：用替代字体印发；否：装好字体以后才能印发。"),
        False,
    ),
)


SAMPLE = N_("演示数据，不具有法律效力")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands on every document of an organ.

    Attributes:
        organ: its full name, as it signs.
        mark: the red words of the head 发文机关标志; a letter 信函 carries the full name.
        series: the words before the year of a number 发文机关代字.
        printer: who prints and sends it 印发机关.
        post: the office of who signs an order 签发人职务.
        running: its numbers run on from year to year and stand behind the mark: 勐约乡人民政府令第6号.
        sample: what a sample's sheet says across itself; empty on real ones.
    """

    organ: str
    mark: str
    series: str
    printer: str
    sample: str = ""
    post: str = ""
    running: bool = False

    def number(self, year: int, n: int) -> str:
        """The number of a document as it is cited."""
        return f"{self.mark}第{n}号" if self.running else rules.number(self.series, year, n)


def letterhead(session: ScopedSession, formats: str) -> Letterhead:
    """The letterhead of the session's tenant for a format; what nobody set is made of the tenant's own names."""
    tenant = session.get_one(Tenant, session.tenant)

    def said(code: str, otherwise: str) -> str:
        return str(queries.value(session, code) or otherwise)

    organ = said(ORGAN, f"{tenant.name}人民政府")
    printer = said(PRINTER, f"{organ}办公室")
    prefix = tenant.settings.get("prefix", tenant.name)
    sample = SAMPLE if tenant.sample else ""
    if formats == rules.LETTER:
        return Letterhead(organ, organ, said(LETTER_SERIES, f"{prefix}政函"), printer, sample)
    if formats == rules.ORDER:
        post = said(POST, f"{tenant.name[-1:]}长")
        return Letterhead(organ, f"{organ}令", f"{organ}令", printer, sample, post, running=True)
    if formats == rules.MINUTES:
        mark, series = said(MINUTES_MARK, f"{organ}会议纪要"), said(MINUTES_SERIES, f"{prefix}政纪要")
        return Letterhead(organ, mark, series, printer, sample)
    return Letterhead(organ, said(MARK, f"{organ}文件"), said(SERIES, f"{prefix}政发"), printer, sample)


def shows_seal(session: ScopedSession) -> bool:
    """Whether the tenant has the picture of its seal put on the PDFs of its documents."""
    return bool(queries.value(session, SEAL_PICTURE))


def takes_substitutes(session: ScopedSession) -> bool:
    """Whether the tenant lets documents go out in fonts that stand in for those the format names."""
    return bool(queries.value(session, SUBSTITUTES))

"""Pure rules of official documents 公文: the kinds, the road from draft to issue, and what each step needs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from core.errors import Problem
from core.i18n import N_


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the kinds 文种.

    Attributes:
        label: the word with which its title ends.
        upward: it goes to a superior organ and names who signed it (签发人) in its head.
        addressed: it names the organs it goes to (主送机关).
    """

    code: str
    label: str
    upward: bool = False
    addressed: bool = True


KINDS = {
    kind.code: kind
    for kind in (
        Kind("resolution", N_("决议"), addressed=False),
        Kind("decision", N_("决定"), addressed=False),
        Kind("order", N_("命令"), addressed=False),
        Kind("communique", N_("公报"), addressed=False),
        Kind("announcement", N_("公告"), addressed=False),
        Kind("proclamation", N_("通告"), addressed=False),
        Kind("opinion", N_("意见")),
        Kind("notice", N_("通知")),
        Kind("circular", N_("通报")),
        Kind("report", N_("报告"), upward=True),
        Kind("request", N_("请示"), upward=True),
        Kind("reply", N_("批复")),
        Kind("bill", N_("议案"), upward=True),
        Kind("letter", N_("函")),
        Kind("minutes", N_("纪要"), addressed=False),
    )
}
# 命令 is titled 命令 or 令.
TITLED = {"order": "令"}
LETTERHEAD, LETTER, ORDER, MINUTES = "letterhead", "letter", "order", "minutes"
FORMATS = {
    LETTERHEAD: N_("文件格式（红色发文机关标志）"),
    LETTER: N_("信函格式"),
    ORDER: N_("命令（令）格式"),
    MINUTES: N_("纪要格式"),
}
# Formats that only one kind has, and the kind that has no other.
OF_KIND = {ORDER: "order", MINUTES: "minutes"}
ALWAYS = {"order": ORDER}
URGENCIES = {"": N_("不标注"), "urgent": N_("加急"), "most_urgent": N_("特急")}


class Stage(StrEnum):
    """How far a document is."""

    DRAFT = "draft"
    CHECKING = "checking"
    SIGNING = "signing"
    SIGNED = "signed"
    ISSUED = "issued"
    RECALLED = "recalled"
    REPLACED = "replaced"
    VOID = "void"


STAGES = {
    Stage.DRAFT: N_("草稿"),
    Stage.CHECKING: N_("待核稿"),
    Stage.SIGNING: N_("待签发"),
    Stage.SIGNED: N_("待编号印发"),
    Stage.ISSUED: N_("已印发"),
    Stage.RECALLED: N_("已撤销"),
    Stage.REPLACED: N_("已被替换"),
    Stage.VOID: N_("已作废"),
}
# What has a number and a PDF that is kept.
OUT = (Stage.ISSUED, Stage.RECALLED, Stage.REPLACED)

STEPS = {
    "write": N_("起草"),
    "edit": N_("修改"),
    "submit": N_("送核稿"),
    "check": N_("核稿"),
    "send_back": N_("退回"),
    "sign": N_("签发"),
    "issue": N_("编号印发"),
    "recall": N_("撤销"),
    "replace": N_("被替换"),
    "void": N_("作废"),
}

# A marking of secrecy 密级 as documents carry it; the word alone, in a sentence, is none.
SECRECY = re.compile(r"(?:绝密|机密|秘密)\s*[★☆]")
SECRET = N_(
    "内容带有密级标志。国家秘密不得在非涉密信息系统中存储、处理（保守国家秘密法第三十一条第三项），请走涉密渠道。"
)


@dataclass(frozen=True, slots=True)
class Elements:
    """What a document has of what may be required of it; `number` and `dated` come with its issue."""

    kind: str
    organ: str = ""
    title: str = ""
    to: str = ""
    body: str = ""
    signers: Sequence[str] = ()
    number: str = ""
    dated: str = ""


def missing(given: Elements, *, issuing: bool = False) -> list[str]:
    """The names of the elements that are required and empty, in the order of the page.

    Args:
        issuing: the number, the day and the organ count too.
    """
    kind = KINDS[given.kind]
    wanted = [
        (issuing and not given.organ, N_("发文机关标志")),
        (issuing and not given.number, N_("发文字号")),
        (not given.signers, N_("签发人")),
        (not given.title.strip(), N_("标题")),
        (kind.addressed and not given.to.strip(), N_("主送机关")),
        (not given.body.strip(), N_("正文")),
        (issuing and not given.dated, N_("成文日期")),
    ]
    return [name for absent, name in wanted if absent]


def missing_problem(given: Elements, *, issuing: bool = False) -> list[Problem]:
    """The same as one problem that names them; none where nothing is missing."""
    absent = missing(given, issuing=issuing)
    params = {"kind": KINDS[given.kind].label, "missing": tuple(absent)}
    return [Problem(N_("这份%(kind)s还缺少：%(missing)s。"), params=params)] if absent else []


def content_problems(kind: str, given: Elements, formats: str, urgency: str) -> list[Problem]:
    """What is wrong with what was typed, each at its field; a draft may still lack what its issue will need."""
    problems = []
    if kind not in KINDS:
        problems.append(Problem(N_("请选择文种。"), "kind"))
    if formats not in FORMATS:
        problems.append(Problem(N_("请选择格式。"), "format"))
    elif formats in OF_KIND and kind in KINDS and kind != OF_KIND[formats]:
        params = {"format": FORMATS[formats], "kind": KINDS[OF_KIND[formats]].label}
        problems.append(Problem(N_("%(format)s只用于%(kind)s，请另选格式。"), "format", params))
    elif kind in ALWAYS and formats != ALWAYS[kind]:
        params = {"format": FORMATS[ALWAYS[kind]], "kind": KINDS[kind].label}
        problems.append(Problem(N_("%(kind)s请选%(format)s。"), "format", params))
    if urgency not in URGENCIES:
        problems.append(Problem(N_("请选择紧急程度。"), "urgency"))
    if not given.title.strip():
        problems.append(Problem(N_("请填写标题。"), "title"))
    elif kind in KINDS and TITLED.get(kind, KINDS[kind].label) not in given.title:
        params = {"kind": KINDS[kind].label}
        problems.append(Problem(N_("标题要写明文种“%(kind)s”。"), "title", params))
    for field, words in (("title", given.title), ("body", given.body)):
        if SECRECY.search(words):
            problems.append(Problem(SECRET, field))
    return problems


def checker_problems(checker: UUID, author: UUID, signers: Collection[UUID] = ()) -> list[Problem]:
    """Why this person may not check: nobody checks their own draft, nor what they are to sign."""
    problems = []
    if checker == author:
        problems.append(Problem(N_("核稿人不能核自己起草的稿件，请另一人核稿。")))
    if checker in signers:
        problems.append(Problem(N_("这份公文由您签发，请另一人核稿。")))
    return problems


def signer_problems(signer: UUID, hands: Collection[UUID | None]) -> list[Problem]:
    """Why this person may not sign: who drafted or checked it leaves the last word to another."""
    return [Problem(N_("起草人和核稿人不能签发经手的文稿，请由另一位负责人签发。"))] if signer in hands else []


def reason_problems(reason: str) -> list[Problem]:
    """A step back needs its reason."""
    return [] if reason.strip() else [Problem(N_("请写明理由。"), "reason")]


def number(series: str, year: int, n: int) -> str:
    """A number 发文字号 as documents carry it: ``勐约政发〔2026〕6号``."""
    return f"{series}〔{year}〕{n}号"


HEADINGS = (
    ("h1", re.compile(r"[一二三四五六七八九十]+、")),
    ("h2", re.compile(r"（[一二三四五六七八九十]+）")),
    ("h3", re.compile(r"\d+[.．]")),
)
# A line longer than this goes on like a paragraph, whatever stands before it.
HEADING_LENGTH = 30


def blocks(body: str) -> list[dict[str, str]]:
    """A body as the paper sets it: each line a paragraph, or a heading of the level its numbering tells."""
    return [{"kind": _level(line), "text": line} for line in lines(body)]


ATTENDANCE = re.compile(r"(出席|请假|列席)[：:](.+)")


def attendance(body: str) -> tuple[str, list[list[str]]]:
    """The body of minutes without its lists of who was there (出席, 请假, 列席), and these, each with its names."""
    own, lists = [], []
    for line in lines(body):
        if found := ATTENDANCE.fullmatch(line):
            lists.append([found[1], found[2].strip()])
        else:
            own.append(line)
    return "\n".join(own), lists


def lines(words: str) -> list[str]:
    """The lines of a text that say something, without the blanks round them."""
    return [line.strip() for line in words.splitlines() if line.strip()]


def _level(line: str) -> str:
    fitting: Iterator[str] = (kind for kind, begins in HEADINGS if begins.match(line))
    return next(fitting, "p") if len(line) <= HEADING_LENGTH and not line.endswith("。") else "p"

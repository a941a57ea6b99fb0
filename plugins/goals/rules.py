"""What the scheme (实施方案四(三)) asks of key work in numbers, pure."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from core.contracts import Quota, Submission
from core.deadlines.calendar import WorkCalendar
from core.errors import Problem
from core.i18n import N_
from plugins.goals import plan

if TYPE_CHECKING:
    from plugins.goals import commands as cmd

LEAST, MOST = 1, 2
NOT_YET = "已抽中，还没有抽查"  # what a unit's line ends with that was drawn and not inspected
SHARE = Quota("inspected", N_("抽查单位的百分比"), 50, most=100)
LEAST_SHARE: Mapping[str, int] = {SHARE.code: SHARE.least}
MOST_STAGES, MOST_DAYS = 8, 250
ENTRIES: Mapping[str, str] = {"progress": N_("进度"), "obstacle": N_("困难和问题"), "supervision": N_("督查意见")}
OUTCOMES: Mapping[str, str] = {"finished": N_("已完成"), "unfinished": N_("未完成"), "dropped": N_("未选入")}
DECISIONS: Mapping[str, str] = {"approve": N_("审定"), "return": N_("退回修改"), "drop": N_("不选入")}


@dataclass(frozen=True, slots=True)
class Facts:
    """What guards know of a key work.

    Attributes:
        held: how many key works the unit has this year, this one among them.
        last: the last responsible moment of each stage.
        government, supervision: who passed it for either side of the joint review.
        noticed: the notice of this year's key works was signed and can be read.
        obstacles: those that nobody answered.
        changing: the stage whose change waits for a decision, and the day asked for; None where none does.
        files: how many files it has as proof.
        minutes: what a meeting resolved and nobody entered yet: the title of its minutes, its day, and why it did not
            agree, empty where it did.
    """

    content: cmd.Content
    year: int
    today: dt.date
    calendar: WorkCalendar
    stages: tuple[plan.Stage, ...]
    held: int = 1
    late: bool = False
    selected_by: UUID | None = None
    government: UUID | None = None
    supervision: UUID | None = None
    noticed: bool = False
    obstacles: tuple[UUID, ...] = ()
    changing: tuple[int, dt.date] | None = None
    files: int = 0
    minutes: tuple[str, dt.date, str] | None = None

    @property
    def broken(self) -> list[plan.Broken]:
        """What the plan can't hold."""
        return plan.broken(self.stages, self.content.begins_on, self.content.ends_on, self.calendar)

    @property
    def next_stage(self) -> plan.Stage | None:
        """The open stage that is planned to be done first, whose limit runs; None where all are done."""
        return min(
            (stage for stage in self.stages if stage.done_on is None),
            key=lambda one: (one.planned_on, one.no),
            default=None,
        )

    @property
    def next_begins(self) -> dt.date:
        """The day on which it begins by the plan."""
        assert self.next_stage is not None
        return plan.begins(self.next_stage, self.calendar)

    def stage(self, no: int) -> plan.Stage | None:
        """A stage by its number; None where there is none."""
        return next((stage for stage in self.stages if stage.no == no), None)


def content(given: cmd.Content, year: int) -> list[Problem]:
    """A key work has all that is asked of it, within its year (四(三)1)."""
    needed = {
        "name": N_("请填写重点工作名称。"),
        "head": N_("请填写负责人。"),
        "body": N_("请填写责任主体。"),
        "standard": N_("请填写事先明确的标准。"),
        "limit": N_("请填写事先明确的时限。"),
        "lost": N_("请写明减少、合并了哪些环节；没有的写“没有”。"),
    }
    problems = [Problem(words, name) for name, words in needed.items() if not getattr(given, name).strip()]
    if given.begins_on.year != year:
        problems.append(Problem(N_("项目开始时间应当在%(year)d年。"), "begins_on", {"year": year}))
    if given.ends_on.year != year:
        problems.append(Problem(N_("总体完成时间应当在%(year)d年。"), "ends_on", {"year": year}))
    elif given.ends_on < given.begins_on:
        problems.append(Problem(N_("总体完成时间不能早于项目开始时间。"), "ends_on"))
    return problems


def room_for(held: int) -> list[Problem]:
    """A unit has at most two key works a year, whatever is still a draft (四(三)1)."""
    if held < MOST:
        return []
    return [
        Problem(
            N_("一个单位一年选报%(least)d至%(most)d项重点工作，本单位已经有%(held)d项，不能再增加。"), None, _of(held)
        )
    ]


def _of(held: int) -> dict[str, object]:
    return {"least": LEAST, "most": MOST, "held": held}


def edit(facts: Facts, command: cmd.Edit) -> list[Problem]:
    """As of a new one."""
    return content(command.content, facts.year)


def put_stage(facts: Facts, command: cmd.PutStage) -> list[Problem]:
    """A stage says what is done by when, how long that takes, and which earlier ones it needs."""
    known = {stage.no for stage in facts.stages}
    if command.no and command.no not in known:
        return [Problem(N_("没有这个阶段。"), "no")]
    if command.remove:
        return [] if command.no else [Problem(N_("请选择要删除的阶段。"), "no")]
    problems = []
    if not command.no and len(known) >= MOST_STAGES:
        problems.append(Problem(N_("最多分%(most)d个阶段。"), "no", {"most": MOST_STAGES}))
    if not command.name.strip():
        problems.append(Problem(N_("请填写阶段目标。"), "name"))
    if not command.standard.strip():
        problems.append(Problem(N_("请填写完成的标准。"), "standard"))
    if not 1 <= command.days <= MOST_DAYS:
        problems.append(Problem(N_("需要的工作日应当是1至%(most)d。"), "days", {"most": MOST_DAYS}))
    if not facts.content.begins_on <= command.planned_on <= facts.content.ends_on:
        problems.append(Problem(N_("完成时间应当在项目开始和总体完成之间。"), "planned_on"))
    if any(no not in known or no >= (command.no or len(known) + 1) for no in command.after):
        problems.append(Problem(N_("只能选择排在它前面的阶段。"), "after"))
    return problems


def submit(facts: Facts, command: cmd.Submit) -> list[Problem]:
    """What is handed in is whole, within the two of a unit, and its plan holds."""
    problems = content(facts.content, facts.year)
    if facts.held > MOST:
        problems += room_for(facts.held)
    if facts.late and not command.late_reason.strip():
        problems.append(Problem(N_("已经超过选报的最后一日，请写明迟报的原因。"), "late_reason"))
    return problems


def planned(facts: Facts) -> list[Problem]:
    """A plan has stages, and they hold."""
    if not facts.stages:
        return [Problem(N_("还没有分阶段，请先写明阶段目标和完成时间。"))]
    return [one.problem for one in facts.broken]


def unreviewed(facts: Facts) -> list[Problem]:
    """What one side has passed is no longer the unit's to take back."""
    if facts.government or facts.supervision:
        return [Problem(N_("已经有一方审核，不能撤回。"))]
    return []


def review(facts: Facts, command: cmd.Review) -> list[Problem]:
    """What goes back says why."""
    return [] if command.passed or command.words.strip() else [Problem(N_("请写明退回的原因。"), "words")]


def after_review(facts: Facts, command: cmd.Review) -> str:
    """Back to the unit, on to the joint meeting once both sides passed it, or waiting for the other side."""
    if not command.passed:
        return "draft"
    return "work_reviewed" if facts.government and facts.supervision else "submitted"


def resolve(facts: Facts, command: cmd.Resolve) -> list[Problem]:
    """A resolution has its minutes and day; what is not approved says why."""
    problems = []
    if command.decision not in DECISIONS:
        problems.append(Problem(N_("请选择审定结果。"), "decision"))
    if not command.document.strip():
        problems.append(Problem(N_("请填写会议纪要的文号。"), "document"))
    if command.held_on > facts.today:
        problems.append(Problem(N_("会议日期不能晚于今天。"), "held_on"))
    if command.decision != "approve" and not command.words.strip():
        problems.append(Problem(N_("请写明退回或者不选入的理由。"), "words"))
    return problems


def after_resolving(facts: Facts, command: cmd.Resolve) -> str:
    """The state that follows a resolution."""
    return {"approve": "approved", "return": "draft"}.get(command.decision, "not_selected")


def noticed(facts: Facts) -> list[Problem]:
    """The public is told by a notice that a second person signed before a medium is named."""
    return [] if facts.noticed else [Problem(N_("本年度重点工作的公示还没有签发。"))]


def publish(facts: Facts, command: cmd.Publish) -> list[Problem]:
    """The proof names the medium and a day that has come; a link is a web address."""
    problems = []
    if not command.media.strip():
        problems.append(Problem(N_("请填写公示的媒体名称。"), "media"))
    if command.media_on > facts.today:
        problems.append(Problem(N_("公示日期不能晚于今天。"), "media_on"))
    if command.link.strip() and not is_link(command.link):
        problems.append(Problem(N_("链接应当以http://或者https://开头。"), "link"))
    return problems


def is_link(words: str) -> bool:
    """Whether it is an address of the web."""
    try:
        parts = urlsplit(words.strip())
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def progress(facts: Facts, command: cmd.Progress) -> list[Problem]:
    """Progress says something, of the work or one of its stages."""
    return [*_stage(facts, command.stage, whole=True), *_words(command.words, N_("请写明进展情况。"))]


def stage_done(facts: Facts, command: cmd.StageDone) -> list[Problem]:
    """A stage is done once, on a day that has come, after those it needs, with its proof."""
    problems = _stage(facts, command.stage)
    stage = facts.stage(command.stage)
    if stage is not None and stage.done_on is not None:
        problems.append(Problem(N_("这个阶段已经完成。"), "stage"))
    waiting = [facts.stage(no) for no in stage.after] if stage is not None else []
    if open_ones := [one.name for one in waiting if one is not None and one.done_on is None]:
        problems.append(Problem(N_("它所需要的阶段还没有完成：%(names)s。"), "stage", {"names": tuple(open_ones)}))
    if command.done_on > facts.today:
        problems.append(Problem(N_("完成日期不能晚于今天。"), "done_on"))
    elif command.done_on < facts.content.begins_on:
        problems.append(Problem(N_("完成日期不能早于项目开始时间。"), "done_on"))
    return problems + _words(command.proof, N_("请写明完成的依据。"), "proof")


def was_next(facts: Facts, command: cmd.StageDone) -> bool:
    """Whether a stage that was just done was the one whose limit ran."""
    done, following = facts.stage(command.stage), facts.next_stage
    return done is not None and (following is None or (done.planned_on, done.no) < (following.planned_on, following.no))


def raise_obstacle(facts: Facts, command: cmd.Raise) -> list[Problem]:
    """An obstacle says what stands in the way."""
    return [*_stage(facts, command.stage, whole=True), *_words(command.words, N_("请写明困难和需要协调的事。"))]


def asked(facts: Facts) -> list[Problem]:
    """Only what was raised is answered."""
    return [] if facts.obstacles else [Problem(N_("没有等待答复的困难和问题。"))]


def answer_obstacle(facts: Facts, command: cmd.AnswerObstacle) -> list[Problem]:
    """The answer is to an obstacle that waits, in words."""
    problems = [] if command.entry in facts.obstacles else [Problem(N_("请选择要答复的问题。"), "entry")]
    return problems + _words(command.words, N_("请填写答复。"))


def unchanging(facts: Facts) -> list[Problem]:
    """One change at a time."""
    return [Problem(N_("已经有一项变更等待审批。"))] if facts.changing else []


def ask_change(facts: Facts, command: cmd.AskChange) -> list[Problem]:
    """A change is of a stage that is not done, to another day within the work's own, with its reason."""
    problems = _stage(facts, command.stage)
    stage = facts.stage(command.stage)
    if stage is not None and stage.done_on is not None:
        problems.append(Problem(N_("这个阶段已经完成。"), "stage"))
    if stage is not None and stage.planned_on == command.new_on:
        problems.append(Problem(N_("新的完成时间和原来一样。"), "new_on"))
    if command.new_on.year != facts.year:
        problems.append(Problem(N_("完成时间应当在%(year)d年。"), "new_on", {"year": facts.year}))
    return problems + _words(command.why, N_("请写明变更的理由。"), "why")


def breaks(facts: Facts, no: int, new_on: dt.date) -> list[Problem]:
    """What another day of a stage would break that holds now."""
    stages = plan.moved(facts.stages, no, new_on)
    after = plan.broken(stages, facts.content.begins_on, facts.content.ends_on, facts.calendar)
    return [one.problem for one in plan.newly_broken(facts.broken, after)]


def changing(facts: Facts) -> list[Problem]:
    """Only what was asked for is decided."""
    return [] if facts.changing else [Problem(N_("没有等待审批的变更。"))]


def decide_change(facts: Facts, command: cmd.DecideChange) -> list[Problem]:
    """A refusal says why."""
    return [] if command.approved or command.words.strip() else [Problem(N_("请写明不同意的理由。"), "words")]


def supervise(facts: Facts, command: cmd.Supervise) -> list[Problem]:
    """What was found is written down."""
    return _words(command.words, N_("请写明督查意见。"))


def all_done(facts: Facts) -> list[Problem]:
    """A work is done with its last stage, and with nothing left to decide."""
    problems = unchanging(facts)
    if left := tuple(stage.name for stage in facts.stages if stage.done_on is None):
        problems.append(Problem(N_("还有阶段没有完成：%(names)s。"), None, {"names": left}))
    return problems


def finish(facts: Facts, command: cmd.Finish) -> list[Problem]:
    """The end has its proof: words, and at least one file of this or an earlier act."""
    problems = _words(command.proof, N_("请写明完成情况。"), "proof")
    if not facts.files and not command.files:
        problems.append(Problem(N_("请上传证明材料，例如验收单、照片。"), "files"))
    return problems


def fail(facts: Facts, command: cmd.Fail) -> list[Problem]:
    """What is not done says why."""
    return _words(command.reasons, N_("请写明没有完成的原因。"), "reasons")


def _stage(facts: Facts, no: int, *, whole: bool = False) -> list[Problem]:
    if (whole and no == 0) or facts.stage(no) is not None:
        return []
    return [Problem(N_("请选择阶段。"), "stage")]


def _words(given: str, missing: str, field: str = "words") -> list[Problem]:
    return [] if given.strip() else [Problem(missing, field)]


def one_or_two(submission: Submission) -> list[Problem]:
    """A unit selects one or two goals a year (四(三)1)."""
    found = len(submission.parts["goals"])
    if LEAST <= found <= MOST:
        return []
    words = N_("重点工作选报%(least)d至%(most)d项，现在是%(found)d项。")
    return [Problem(words, "goals", {"least": LEAST, "most": MOST, "found": found})]


def enough_inspected(submission: Submission, quotas: Mapping[str, int] = LEAST_SHARE) -> list[Problem]:
    """Half of the organs are inspected (四(三)3), or the year's share, rounded up.

    A unit named twice counts once, one that was drawn and not inspected not at all.
    """
    total = unicodedata.normalize("NFKC", submission.parts["organs"][0])
    if not total.isdecimal():
        return [Problem(N_("应查单位总数应当是一个数字。"), "organs")]
    inspected = {line for line in submission.parts["inspected"] if not line.endswith(NOT_YET)}
    least, found = -(-int(total) * quotas[SHARE.code] // 100), len(inspected)
    if found >= least:
        return []
    words = N_("应当至少抽查%(least)d个单位，现在是%(found)d个。")
    return [Problem(words, "inspected", {"least": least, "found": found})]

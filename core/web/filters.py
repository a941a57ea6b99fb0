"""Template filters: dates as people read them, masks, and the state of a limit in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import format_datetime, format_timedelta

from core import citations, plugins, remedies
from core import clock as time
from core.accounts.actor import PARTY_ID
from core.audit.models import Audit
from core.cases import doors, limits
from core.cases.catalogue import catalogue
from core.cases.codes import grouped
from core.cases.models import Case, Clock, Timeline
from core.db import masks
from core.deadlines import grid
from core.deadlines.counting import Deadline
from core.deadlines.rules import Unit
from core.documents import spans
from core.duties import rules as duties
from core.duties.models import Duty
from core.duties.own import rule_of
from core.duties.words import period_words
from core.errors import Problem
from core.files.kinds import MIB
from core.i18n import N_
from core.notices.models import Notice
from core.web.days import WEEKDAYS
from core.web.drawing import gettext
from core.web.public_states import public_state

LENGTHENED = {
    Unit.WORKING: N_("已延长%(number)d个工作日"),
    Unit.NATURAL: N_("已延长%(number)d日"),
    Unit.MONTH: N_("已延长%(number)d个月"),
    Unit.YEAR: N_("已延长%(number)d年"),
}


def init(app: Flask) -> None:
    """Register the filters."""
    words = (translated, problem_words, notice_words, permission_name, public_state, public_word, who_acted, file_size)
    rules = (remedy_words, rule_name, rule_article, rule_expiry, clock_article)
    for function in (
        day,
        weekday,
        written_day,
        moment,
        clock_time,
        span,
        period_words,
        limit,
        lengthened,
        *words,
        *rules,
    ):
        app.add_template_filter(function)
    app.add_template_filter(grid.months, "month_grid")
    app.add_template_filter(spans.schedule, "schedule")
    app.add_template_filter(citations.written, "cited")
    app.add_template_filter(citations.spoken, "spoken")
    app.add_template_filter(grouped, "grouped")
    for name in ("name", "phone", "id_number", "address"):
        app.add_template_filter(getattr(masks, f"mask_{name}"), f"mask_{name}")
    app.add_template_filter(party_name)


def day(value: dt.date | str | None) -> str:
    """A legal date as ``2026-11-24``."""
    return "" if value is None else str(value)[:10]


def weekday(value: dt.date | str) -> str:
    """The day of the week of a legal date."""
    return translated(WEEKDAYS[dt.date.fromisoformat(day(value)).weekday()])


def written_day(value: dt.date | str) -> str:
    """A legal date as papers write it: ``2026年11月24日`` (GB/T 9704)."""
    on = dt.date.fromisoformat(str(value)[:10])
    return str(gettext("%(year)d年%(month)d月%(day)d日", year=on.year, month=on.month, day=on.day))


def moment(value: dt.datetime | None) -> str:
    """An instant in Shanghai time as ``2026-11-24 16:05``."""
    return "" if value is None else str(format_datetime(value, "yyyy-MM-dd HH:mm"))


def clock_time(value: dt.datetime) -> str:
    """An instant's time of day in Shanghai, ``16:05``; with its day where that is not today."""
    words = moment(value)
    return words[11:] if words[:10] == time.today().isoformat() else words


def span(value: dt.timedelta) -> str:
    """A length of time in its largest whole unit, e.g. ``1小时``."""
    return str(format_timedelta(value, threshold=1))


def translated(message: str) -> str:
    """A string kept as data, in the reader's language."""
    return str(gettext(message)) if message else ""


def problem_words(problem: Problem) -> str:
    """A reason why an act is refused, in the reader's language."""
    return str(gettext(problem.message, **{name: _shown(value) for name, value in problem.params.items()}))


def _shown(value: Any) -> Any:
    if isinstance(value, tuple):
        return gettext("、").join(map(translated, value))
    if isinstance(value, Problem):
        return problem_words(value)
    return translated(value) if isinstance(value, str) else value


def notice_words(notice: Notice) -> str:
    """A notice, in the reader's language; what its words name may be words themselves."""
    return str(gettext(notice.words, **{name: translated(str(value)) for name, value in notice.params.items()}))


def permission_name(code: str) -> str:
    """What a permission lets people do, in words."""
    found = plugins.registry().permissions.get(code)
    return translated(found.label) if found else code


def limit(case: Case | Clock | Duty) -> limits.Standing:
    """A limit for the clock chip."""
    if isinstance(case, Duty):
        return _duty_limit(case)
    return limits.standing(case)


def _duty_limit(duty: Duty) -> limits.Standing:
    today, rule = time.today(), rule_of(duty.rule)
    status = duties.status(rule, duty.state, catalogue(), due=duty.due_on, safe_due=duty.safe_due_on, today=today)
    return limits.Standing(str(status), duty.due_on, (duty.due_on - today).days, duty.rule)


def public_word(case: Case) -> str:
    """The public word of a case's state."""
    return doors.public_word(case)


def remedy_words(told: Mapping[str, str]) -> str:
    """The sentence on remedies, from what `core.remedies.told` kept."""
    words = told["words"]
    respondent = gettext(remedies.RESPONDENT, respondent=told["respondent"]) if told["respondent"] else ""
    return str(gettext(words, review=told["review"], court=told["court"])) + str(respondent)


def rule_name(code: str) -> str:
    """The name of a limit."""
    return catalogue().newest(code).name


def lengthened(limit: Clock | Deadline) -> str:
    """By how much a limit was lengthened, in its own unit."""
    code = limit.code if isinstance(limit, Deadline) else limit.rule
    words: str = gettext(LENGTHENED[catalogue().newest(code).unit], number=limit.extension)
    return words


def rule_expiry(code: str) -> str:
    """What the law makes of a limit's passing."""
    return catalogue().newest(code).on_expiry


def rule_article(code: str) -> str:
    """The article of a limit, with its law."""
    rule = catalogue().newest(code)
    return citations.spoken(f"{rule.law}{rule.article}")


def clock_article(clock: Clock) -> str:
    """What one limit rests on: where its length comes from, else the article of its rule as it was in force."""
    return citations.spoken(limits.source_of(clock))


def party_name(case: Case) -> str:
    """A case's party as lists show it: a name masked, a unit or words that name nobody as they are."""
    return translated(case.party) if plugins.registry().case_kinds[case.kind].nameless else masks.mask_name(case.party)


def who_acted(row: Timeline | Audit, *, nameless: bool = False) -> str:
    """Who did what a row tells; the party's name is masked as it is in every list, unless it is `nameless` words."""
    masked = row.actor_id == PARTY_ID and not nameless
    return masks.mask_name(row.actor_name) if masked else translated(row.actor_name)


def file_size(size: int) -> str:
    """Bytes as ``45 KB`` or ``2.4 MB``."""
    return f"{max(1, round(size / 1024))} KB" if size < MIB else f"{size / MIB:.1f} MB"

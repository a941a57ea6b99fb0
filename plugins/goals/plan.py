"""The backward plan 倒排工期 of a key work: from the day of completion back to the last day each stage can begin.

Pure; days are counted on legal working days. A stage names its length and the earlier stages it needs, so that what a
later date breaks can be said before it is agreed to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.deadlines.calendar import WorkCalendar
from core.errors import Problem
from core.i18n import N_

ONE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage 阶段 as it is planned.

    Attributes:
        no: its place in the plan, from 1.
        days: how many working days it takes.
        planned_on: the day it is planned to be done on.
        after: the numbers of the earlier stages that must be done before it begins.
        done_on: when it was done; None while it is not.
    """

    no: int
    name: str
    days: int
    planned_on: dt.date
    after: tuple[int, ...] = ()
    done_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """The last responsible moment 最迟节点 of a stage: the last day it can begin and the last day it can end."""

    begin: dt.date
    end: dt.date


@dataclass(frozen=True, slots=True)
class Broken:
    """What a plan can't hold, in words; `code` tells the same break before and after a change apart."""

    no: int
    code: str
    problem: Problem


def begins(stage: Stage, calendar: WorkCalendar) -> dt.date:
    """The day a stage begins by its plan: as many working days as it takes, the last of them on or before its day."""
    return _back(calendar, stage.planned_on, stage.days)


def moments(stages: Sequence[Stage], ends_on: dt.date, calendar: WorkCalendar) -> Mapping[int, Moment]:
    """The last responsible moment of each stage by its number, counted back from the day the whole must be done.

    A stage has to end on the working day before the earliest of the stages that need it must begin.
    """
    found: dict[int, Moment] = {}
    for stage in sorted(stages, key=lambda one: one.no, reverse=True):
        needing = [found[other.no].begin for other in stages if stage.no in other.after]
        last = min(needing) - ONE if needing else ends_on
        end = _working(calendar, last)
        found[stage.no] = Moment(_back(calendar, end, stage.days), end)
    return found


def broken(stages: Sequence[Stage], begins_on: dt.date, ends_on: dt.date, calendar: WorkCalendar) -> list[Broken]:
    """What the planned days can't hold: a stage before the work, before what it needs, or past its last moment.

    Stages that are done stand as they are: nothing is said of them.
    """
    last = moments(stages, ends_on, calendar)
    by_no = {stage.no: stage for stage in stages}
    found = []
    for stage in stages:
        if stage.done_on is not None:
            continue
        begin = begins(stage, calendar)
        if begin < begins_on:
            words = N_("阶段%(no)d“%(name)s”最迟要在%(begin)s开始，早于项目开始时间%(day)s。")
            found.append(_break(stage, "start", words, begin=begin, day=begins_on))
        for other in (by_no[no] for no in stage.after if no in by_no):
            day = other.done_on or other.planned_on
            if day >= begin:
                words = N_("阶段%(no)d“%(name)s”要在%(begin)s开始，但它所需要的阶段%(other)d到%(day)s才完成。")
                found.append(_break(stage, f"order{other.no}", words, begin=begin, other=other.no, day=day))
        if stage.planned_on > last[stage.no].end:
            words = N_("阶段%(no)d“%(name)s”最迟应当在%(end)s完成，现在定在%(day)s，总体完成时间%(whole)s保不住。")
            given = {"end": last[stage.no].end, "day": stage.planned_on, "whole": ends_on}
            found.append(_break(stage, "end", words, **given))
    return found


def moved(stages: Sequence[Stage], no: int, planned_on: dt.date) -> tuple[Stage, ...]:
    """The plan with one stage on another day."""
    return tuple(replace(stage, planned_on=planned_on) if stage.no == no else stage for stage in stages)


def newly_broken(before: Sequence[Broken], after: Sequence[Broken]) -> list[Broken]:
    """What a change breaks that held before."""
    known = {(one.no, one.code) for one in before}
    return [one for one in after if (one.no, one.code) not in known]


def _break(stage: Stage, code: str, words: str, **given: object) -> Broken:
    params = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in given.items()}
    return Broken(stage.no, code, Problem(words, params={"no": stage.no, "name": stage.name, **params}))


def _working(calendar: WorkCalendar, day: dt.date) -> dt.date:
    return dt.date.fromordinal(calendar.working_on_or_before(day.toordinal()))


def _back(calendar: WorkCalendar, day: dt.date, days: int) -> dt.date:
    """The first of the last `days` working days up to `day`."""
    return dt.date.fromordinal(calendar.working_before(day.toordinal() + 1, days))

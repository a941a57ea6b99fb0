"""Every kind × state × act × person: an act is open exactly where its transition says so, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from core import cases, plugins
from core.accounts.actor import Actor, Held
from core.cases.models import Case
from core.contracts import CaseKind, Transition
from core.db import Database, Scope, ScopedSession
from core.errors import DomainError, Forbidden
from tests.sample import COUNTY, MEASURES, MENGYUE, ZHANGFENG

ELSEWHERE = UUID(int=99)
KINDS = tuple(plugins.registry().case_kinds.values())
STALE = -1


# States that no fixed target names: where an agent's registration begins, and where what was typed leads.
BESIDES = {
    "approval.application": ("registered", "waiting"),
    "approval.rating": ("verified",),
    "frontline.issue": ("answered_again",),
    "reconsideration.reply": ("rp_to_perform", "rp_over"),
    "penalty.case": ("overturned",),
    "penalty.ordinary": ("overturned",),
    "penalty.order": ("order_corrected",),
    "egov.incoming": ("doc_arrived",),
    "egov.voice": ("voice_answered", "voice_answered_again"),
    "goals.key_work": ("work_reviewed", "approved", "not_selected"),
}
# Acts that another case does when it ends, or that follow an entry: not the silence of a limit.
FOLLOWS = {
    *("take_reply", "take_performance", "take_news", "take_outcome", "take_opinion"),
    "drop_part",
    "take_decision",
    "hand_on",
    "drop_review",
    "drop_village",
    "reopen_village",
    "steps_done",
    "forward",
    "answer_joined",
    "take_news",
    "take_recall",
    *("answer_merged", "divert_merged", "part_merged"),
    *("opinion_served", "review_served"),
    "take_review_outcome",
    *("decision_published", "order_published"),
}
# Acts on a case that has ended: what is still handed over, sent once more, or said of the answer.
AFTER_THE_END = {
    "reopen_village",
    *("opinion", "order_performance", "enter_performance", "take_performance", "take_news", "take_opinion"),
    "serve_refusal",
    "send_again",
    "confirm",
    "veto",
    "still_unsolved",
    "voice_solved",
    "voice_unsolved",
    "voice_still_unsolved",
    *("opinion_served", "review_served"),
    "take_review_outcome",
    *("contested", "take_down", "publish_decision", "refund", "pay_back"),
    *("decision_published", "publish_order", "order_published", "take_order_down"),
}
# Where the sample has a kind, if not in the township of most cases.
PLACES = {"approval.county_review": COUNTY, "approval.endorsement": ZHANGFENG}


class Seen:
    """A command whose version nobody ever saw: an act that is open stops at it, before anything is done."""

    version = STALE


def people(unit: UUID, tenant: int = MENGYUE) -> Iterator[tuple[str, Actor]]:
    """Everyone who could stand before a case of `unit`: each role in its unit and in another, party, system, nobody."""
    for code, role in plugins.registry().roles.items():
        for where in (unit, ELSEWHERE):
            held = Held(code, where, role.own_unit, role.permissions)
            yield f"{code}{'' if where == unit else ' elsewhere'}", Actor(UUID(int=2), code, tenant, (held,))
    yield "party", Actor.party(tenant, "甲")
    yield "system", Actor.system(tenant)
    yield "nobody", Actor(UUID(int=3), "", tenant)


def may(name: str, act: Transition) -> bool:
    """What the transition's own data say, read without the code under test."""
    if name in {"party", "system", "nobody"}:
        return {"party": act.by_party, "system": act.by_system, "nobody": False}[name]
    code, _, elsewhere = name.partition(" ")
    role = plugins.registry().roles[code]
    return act.permission in role.permissions and not (elsewhere and role.own_unit)


def switched_on(kind: CaseKind) -> bool:
    """Whether the sample's townships use a kind."""
    return plugins.registry().owner[kind.code] in MEASURES


def attempt(session: ScopedSession, case: Case, act: Transition, actor: Actor) -> str:
    """How the one door answers: ``forbidden``, ``state``, or ``open``."""
    try:
        cases.act(session, actor, case.id, act.code, Seen(), "no key")
    except Forbidden:
        return "forbidden"
    except DomainError as error:
        (problem,) = error.problems
        return "state" if "案件现在是" in problem.message else "open"
    raise AssertionError("a command of no version was carried out")


@pytest.mark.only_on("sqlite", "the same table of acts is asked over either database")
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_an_act_is_open_exactly_where_its_transition_says_so(app: Flask, county: Database, kind: CaseKind) -> None:
    wrong, tried, tenant = [], 0, PLACES.get(kind.code, MENGYUE)
    with county.write(Scope.one(tenant)) as session:
        asked = (
            kind.code if switched_on(kind) else "approval.application"
        )  # a preview's acts, on a case that stands for it
        case = session.scalars(select(Case).where(Case.kind == asked).order_by(Case.no_seq)).first()
        assert case is not None, "the sample shows every kind that is on"
        case.kind = kind.code
        everyone = list(people(case.unit_id, tenant))
        # Whom no act of the kind is for stand for each other once each was turned away in the first state.
        strangers = [name for name, _ in everyone if not any(may(name, act) for act in kind.transitions)]
        asking = [(name, actor) for name, actor in everyone if name not in strangers[2:]]
        for state in kind.states:
            case.state = state.code
            session.flush()
            for act in kind.transitions:
                for name, actor in everyone if state is kind.states[0] else asking:
                    expected = "forbidden" if not may(name, act) else "open" if state.code in act.sources else "state"
                    found = attempt(session, case, act, actor)
                    tried += 1
                    if found != expected:
                        wrong.append((state.code, act.code, name, found, expected))
        session.rollback()
    assert wrong == []
    assert len(everyone) == 2 * len(plugins.registry().roles) + 3
    assert tried == len(kind.transitions) * (len(everyone) + (len(kind.states) - 1) * len(asking))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_state_is_reached_and_only_final_ones_are_left_by_no_act(kind: CaseKind) -> None:
    states = {state.code for state in kind.states}
    finals = {state.code for state in kind.states if state.final}
    targets = {act.target for act in kind.transitions if isinstance(act.target, str)} - {"="}
    assert targets | {kind.initial, *BESIDES.get(kind.code, ())} == states
    leading = [act for act in kind.transitions if act.code not in AFTER_THE_END]
    assert {source for act in leading for source in act.sources} == states - finals


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_act_has_an_article_someone_who_may_and_a_name(kind: CaseKind) -> None:
    held = frozenset().union(*(role.permissions for role in plugins.registry().roles.values()))
    codes = [act.code for act in kind.transitions]
    assert len(codes) == len(set(codes))
    for act in kind.transitions:
        assert act.article, act.code
        assert act.label, act.code
        assert act.by_system or act.permission in held or (act.by_party and not act.permission), act.code
        assert not (act.by_system and act.permission), act.code
    by_system = {act.code for act in kind.transitions if act.by_system}
    assert {silence.transition for silence in kind.silences} == by_system - FOLLOWS


def test_a_state_has_one_name_whatever_kind_is_in_it() -> None:
    """Lists of all kinds are filtered by states: one that meant two things would be listed under one's name."""
    labels: dict[str, set[str]] = {}
    for kind in KINDS:
        for state in kind.states:
            labels.setdefault(state.code, set()).add(state.label)
    assert {code: found for code, found in labels.items() if len(found) > 1} == {}


def test_who_may_do_what_on_the_road_of_an_application() -> None:
    """The road's own table: the window takes in, the station handles, the head lengthens and decides."""
    kind = plugins.registry().case_kinds["approval.application"]
    window, handler, station = "window_clerk", "handler", "station_head"
    handling = {handler, station}
    accepting = {window, *handling}
    expected = {
        "take_in": {window},
        "steps_done": {"system"},
        "ask_village": accepting,
        "go_on": handling,
        "put_right": accepting,
        "take_papers": accepting,
        "ask_correction": accepting,
        "correct": {window, "party"},
        "accept": accepting,
        "accept_by_silence": {"system"},
        "refuse_acceptance": accepting,
        "promise": accepting,
        "supply": {window},
        "bring_later": {"party"},
        "confirm_later": handling,
        "share_out": accepting,
        "assign_staff": handling,
        "tell_interested": handling,
        "hear": handling,
        "tell_hearing": handling,
        "ask_hearing": {window, "party"},
        "change_hearing": handling,
        "call_hearing": handling,
        "announce_hearing": handling,
        "record_hearing": {*handling, "leader"},
        "start_special": handling,
        "end_special": handling,
        "extend": {"leader"},
        "extend_joint": {"leader"},
        "review": handling,
        "propose": {station},
        "send_back": {"leader"},
        "decide": {"leader"},
        "forward": {station},
        "relay": accepting,
        "take_decision": {"system"},
        "hand_on": {"system"},
        "take_news": {"system"},
        "deliver": accepting,
        "serve_refusal": accepting,
        "strike": {window},
        "withdraw": {window, "party"},
        "explain_overrun": handling,
        "adopt_edition": handling,
        "settle": accepting,
        "return_opinion": handling,
    }
    names = [name for name, _ in people(UUID(int=1)) if " " not in name]
    assert {act.code: {name for name in names if may(name, act)} for act in kind.transitions} == expected


def test_who_may_do_what_with_what_was_sent_on() -> None:
    """As in the township: one examines, the head decides, and nobody of a township does either."""
    kind = plugins.registry().case_kinds["approval.county_review"]
    examining = {"county_handler", "county_head"}
    expected = {
        "propose_review": examining,
        "return_review": {"county_head"},
        "decide_review": {"county_head"},
        "answer_review": examining,
        "drop_review": {"system"},
        **{f"{act}_above": examining for act in ("start_special", "end_special", "tell_interested", "hear")},
        "assign_staff_above": examining,
        **{f"{act}_hearing_above": examining for act in ("tell", "ask", "call", "announce", "change")},
        "record_hearing_above": examining,
        "extend_above": {"county_head"},
    }
    names = [name for name, _ in people(UUID(int=1)) if " " not in name]
    assert {act.code: {name for name in names if may(name, act)} for act in kind.transitions} == expected

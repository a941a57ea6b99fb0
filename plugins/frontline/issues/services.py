"""Taking an issue in, and what its acts fill; no handler assigns a state or a limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.cases import doors
from core.cases import services as kernel
from core.cases.models import Case
from core.cases.notices import TURN, handlers
from core.cases.services import Opening, Party
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, Problem
from core.files import services as files
from core.files.services import Kept
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.models import Tenant, Unit
from core.tenancy.offices import office
from plugins.frontline.issues import commands as cmd
from plugins.frontline.issues import queries, rules
from plugins.frontline.issues.models import Issue, IssuePart
from plugins.frontline.permissions import Perm

ANSWERED = N_("%(number)s的一个协办单位已经答复。")
CHASED = N_("%(number)s正在督办，请抓紧办理。")
TAKE_PART = N_("%(number)s请本单位协办，请在期限内答复。")
NO_OFFICE = N_("本乡镇还没有设党政办公室，不能收集问题。请联系单位管理员。")
SOURCE = N_("分发通知")
MOST_FILES = 6


def collect(session: ScopedSession, actor: Actor, command: cmd.Collect, key: str) -> Case:
    """Take an issue in, as its own person through the portal or as staff; settled on the spot it is answered at once.

    It goes to the general office, which sorts and gives out; what is settled stays with the unit that settled it.

    Raises:
        Forbidden: the actor collects nothing here.
        DomainError: something is missing, or the township has no general office.
    """
    if not actor.is_party and not actor.may(Perm.COLLECT):
        raise Forbidden(Perm.COLLECT)
    if done := kernel.once(session, key, "open"):
        return done
    own, general = min(actor.own_units(Perm.COLLECT), default=None), office(session)
    problems = rules.collect(command)
    if command.village_id is not None and command.village_id not in queries.villages(session):
        problems.append(Problem(N_("请从本乡镇的村里选择。"), "village"))
    if general is None:
        problems.append(Problem(NO_OFFICE))
    if problems or general is None:
        raise DomainError(problems)
    settled = command.on_spot and own is not None
    opening = _opening(session, command, own if settled and own is not None else general.id)
    case = cases.open_case(
        session, actor, queries.KIND, opening, lambda case: _rows(session, actor, command, case, own), key
    )
    if settled:
        act = cmd.OnSpot(version=case.version, measures=command.measures)
        case = cases.act(session, actor, case.id, "on_spot", act, f"spot:{case.id.hex}")
    return case


def _opening(session: ScopedSession, command: cmd.Collect, unit_id: UUID) -> Opening:
    village = queries.villages(session).get(command.village_id, "") if command.village_id else ""
    return Opening(
        title=f"{rules.MATTERS[command.matter]}：{village}{command.place.strip()}"[:120],
        series=f"{session.get_one(Tenant, session.tenant).settings['prefix']}诉",
        unit_id=unit_id,
        parties=(Party("raiser", command.name.strip(), phone=command.phone.strip()),),
        received_on=command.on or time.today(),
        channel=rules.CHANNELS[command.source],
        label=N_("登记"),
    )


def _rows(session: ScopedSession, actor: Actor, command: cmd.Collect, case: Case, own: UUID | None) -> Sequence[object]:
    for kept in command.files:
        files.attach(session, kept, owner_kind="case", owner_id=case.id, slot="photo", at_most=MOST_FILES)
    return [
        Issue(
            tenant_id=case.tenant_id,
            case_id=case.id,
            source=command.source,
            matter=command.matter,
            village_id=command.village_id,
            place=command.place.strip(),
            problem=command.problem.strip(),
            collected_unit_id=own,
            collected_by=None if actor.is_party else actor.account_id,
            collector="" if actor.is_party else actor.name,
            led_by=command.led_by.strip(),
            witness=command.witness.strip(),
            entry_id=command.entry_id,
        )
    ]


def on_spot(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.OnSpot) -> None:
    """Keep what was done."""
    issue = queries.issue_of(session, case)
    issue.on_spot, issue.result, issue.measures = True, "solved", command.measures.strip()
    _answer_joined(session, case, "solved", issue.measures)


def sort(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Sort) -> None:
    """Put kind and place right, and give it to its lead.

    Raises:
        DomainError: nobody in that unit handles issues, or the village is none of the township's.
    """
    issue = queries.issue_of(session, case)
    if command.village_id is not None and command.village_id not in queries.villages(session):
        raise DomainError(Problem(N_("请从本乡镇的村里选择。"), "village"))
    issue.matter, issue.village_id, issue.place = command.matter, command.village_id, command.place.strip()
    _give(session, case, command.lead)


def redirect(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Redirect) -> None:
    """Give it to another lead.

    Raises:
        DomainError: as `sort`, or it has that lead already.
    """
    if command.lead == case.unit_id:
        raise DomainError(Problem(N_("已经由这个单位牵头。"), "lead"))
    _give(session, case, command.lead)


def pass_back(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.PassBack) -> None:
    """Back to the general office; its limit runs on."""
    queries.issue_of(session, case).passed_back = True
    _to_office(session, case)


def join(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Join) -> None:
    """Let it be answered with the open issue that it is the same as.

    Raises:
        DomainError: there is no such open issue, it is this one, or others are answered with this one.
    """
    main = doors.find(session, command.number, (queries.KIND,))
    if main is None or main.id == case.id or not main.is_open or main.state == "joined":
        raise DomainError(Problem(N_("没有这个编号的在办问题，请核对编号。"), "number"))
    if queries.joined_to(session, case):
        raise DomainError(Problem(N_("已经有别的问题并入本件，请把那一件并进来，或者分别办理。"), "number"))
    queries.issue_of(session, case).joined_id = main.id


def share_out(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.ShareOut) -> None:
    """Open a part in each partner's unit.

    Raises:
        DomainError: a unit leads itself, has an open part already, or nobody there handles issues.
    """
    known = queries.handling_units(session, case.unit_id)
    busy = {child.unit_id for _part, child, _unit in queries.parts_of(session, case) if child.is_open}
    if set(command.units) - known.keys():
        raise DomainError(Problem(N_("请从有承办人员的其他单位中选择。"), "units"))
    if twice := busy & set(command.units):
        names = tuple(sorted(known[unit] for unit in twice))
        raise DomainError(Problem(N_("已经请%(units)s协办，还没有答复。"), "units", {"units": names}))
    for unit_id in dict.fromkeys(command.units):
        _open_part(session, actor, case, unit_id, command)


def chase(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Chase) -> None:
    """Tell the lead, and the partners that still owe something."""
    open_ones = [child for _part, child, _unit in queries.parts_of(session, case) if child.is_open]
    for one in (case, *open_ones):
        news = News(TURN.code, one.id, CHASED, {"number": one.number})
        notices.tell(session, news, set(handlers(session, one)) - {actor.account_id})


def answer(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Answer) -> None:
    """Keep the answer, end what partners still owe, and give it to everybody who raised the same."""
    issue = queries.issue_of(session, case)
    issue.result, issue.measures, issue.solved = command.result, command.measures.strip(), None
    system = Actor.system(session.tenant)
    for _part, child, _unit in queries.parts_of(session, case):
        if child.is_open:
            drop = cmd.DropPart(version=child.version)
            cases.act(session, system, child.id, "drop_part", drop, f"drop:{child.id.hex}")
    _answer_joined(session, case, issue.result, issue.measures)


def answer_joined(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.AnswerJoined) -> None:
    """Keep the answer of the issue it is the same as."""
    issue = queries.issue_of(session, case)
    issue.result, issue.measures = command.result, command.measures


def confirm(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Confirm) -> None:
    """Keep that it is solved, as the person says."""
    queries.issue_of(session, case).solved = True


def veto(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Veto) -> None:
    """Keep what is not solved; what was settled by a unit that handles none goes to the general office."""
    issue = queries.issue_of(session, case)
    issue.solved, issue.vetoed_on, issue.veto = False, time.today(), command.words.strip()
    if facts.on_spot:
        _to_office(session, case)


def still_unsolved(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Veto) -> None:
    """Keep the second no: it is closed, and counts as not solved."""
    issue = queries.issue_of(session, case)
    issue.solved, issue.veto = False, command.words.strip()


def answer_part(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.AnswerPart) -> None:
    """Keep what the partner did, and tell the lead."""
    part, lead = queries.part_of(session, case)
    part.answer, part.answered_by = command.words.strip(), actor.title
    news = News(TURN.code, lead.id, ANSWERED, {"number": lead.number})
    notices.tell(session, news, set(handlers(session, lead)) - {actor.account_id})


def _answer_joined(session: ScopedSession, case: Case, result: str, measures: str) -> None:
    system = Actor.system(session.tenant)
    for one in queries.joined_to(session, case):
        act = cmd.AnswerJoined(version=one.version, result=result, measures=measures)
        cases.act(session, system, one.id, "answer_joined", act, f"joined:{one.id.hex}")


def _give(session: ScopedSession, case: Case, lead: UUID) -> None:
    if lead not in queries.handling_units(session):
        raise DomainError(Problem(N_("请从有承办人员的单位中选择牵头单位。"), "lead"))
    case.unit_id = lead
    kernel.pass_on(session, case)


def _to_office(session: ScopedSession, case: Case) -> None:
    general = office(session)
    if general is None:
        raise DomainError(Problem(NO_OFFICE))
    case.unit_id = general.id
    kernel.pass_on(session, case)


def _open_part(session: ScopedSession, actor: Actor, case: Case, unit_id: UUID, command: cmd.ShareOut) -> None:
    opening = Opening(
        title=case.title,
        series=f"{session.get_one(Tenant, session.tenant).settings['prefix']}诉协",
        unit_id=unit_id,
        parties=(Party("responsible", session.get_one(Unit, (session.tenant, case.unit_id)).name),),
        received_on=time.today(),
        channel=case.channel,
        parent_id=case.id,
        values={"days": command.days},
        label=N_("分发"),
    )
    rounds = len(queries.parts_of(session, case))

    def detail(part: Case) -> list[object]:
        for file in files.of_owner(session, "case", case.id):
            kept = Kept(file.sha256, file.size, file.media_type, file.name)
            files.attach(session, kept, owner_kind="case", owner_id=part.id, slot=file.slot, at_most=MOST_FILES)
        return [IssuePart(tenant_id=part.tenant_id, case_id=part.id, asked=command.asked.strip())]

    key = f"part:{case.id.hex}:{unit_id.hex}:{rounds}"
    part = cases.open_case(session, actor, queries.PART, opening, detail, key)
    news = News(TURN.code, part.id, TAKE_PART, {"number": part.number})
    notices.tell(session, news, handlers(session, part))

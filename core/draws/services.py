"""Beginning a draw, signing it, revealing, giving it up. What was published is never changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.audit.services import record
from core.contracts import Candidate, DrawKind, Drawn, Listing, Seat, Units
from core.db import ScopedSession, new_id
from core.db.queue import queue
from core.draws import queries, rules
from core.draws.models import Draw, DrawSignature
from core.draws.permissions import Perm
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.tenancy.models import Unit


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a draw is begun with.

    Attributes:
        size: how many, ``3``, or which share, ``1/2``; of a kind with a share of its own that one counts.
        population: the list as it was typed, where the kind lets it be changed.
        recusals: code → reason 回避.
    """

    title: str
    size: str = ""
    population: Sequence[tuple[str, str]] = ()
    recusals: Sequence[tuple[str, str]] = field(default=())


def begin(session: ScopedSession, actor: Actor, code: str, given: Beginning, key: str) -> Draw:
    """Publish a commitment: the list one by one, how many, who is recused. The same form again is the same draw.

    Raises:
        NotFound: no such kind.
        Forbidden: the actor is of none of the units that begin one.
        DomainError: the list, the number or a recusal is wrong, or there is one of this year already.
    """
    kind = _kind(code)
    if not belongs(session, actor, kind.begins):
        raise Forbidden(Perm.USE)
    queue(session, f"draw:{code}")
    if (known := session.scalar(select(Draw).where(Draw.form_key == key))) is not None:
        return known
    if kind.once and queries.standing(session, code, time.today().year) is not None:
        raise DomainError(Problem(N_("今年已经有这项抽查，不能再抽一次。")))
    listed = [Candidate(*one) for one in given.population] if kind.typed else list(kind.population(session))
    size = "{}/{}".format(*kind.ratio(session)) if kind.ratio else given.size
    recused = dict(given.recusals)
    if problems := rules.problems(listed, size, recused):
        raise DomainError(problems)
    before, draw_id, at = queries.given_up(session, code), new_id(), time.now()
    head = {"tenant": str(session.tenant), "draw": str(draw_id), "kind": code, "title": given.title.strip()}
    if before is not None:
        head["replaces"] = str(before.id)
    draw = Draw(
        tenant_id=session.tenant,
        id=draw_id,
        form_key=key,
        kind=code,
        title=given.title.strip(),
        text=rules.commitment(head, listed, size, recused),
        after_id=before.id if before is not None else None,
        begun_at=at,
        begun_by=actor.title,
        published=True,
    )
    session.add(draw)
    session.flush()
    record(session, actor, "core.draw.begin", str(draw.id), {"title": draw.title, "digest": rules.sha256(draw.text)})
    return draw


def sign(session: ScopedSession, actor: Actor, draw_id: UUID, secret: str) -> DrawSignature:
    """Take a seat of a draw with the hash of a secret of one's own; the secret itself is not kept.

    Raises:
        NotFound: no such draw.
        Forbidden: no seat is the actor's, or the draw is past signing.
        DomainError: the secret is too short or another signer's, or the actor has signed already.
    """
    found = _locked(session, draw_id)
    seat = open_seat(session, actor, found)
    if seat is None:
        raise Forbidden(Perm.USE)
    if not rules.SECRET.fullmatch(secret):
        words = N_("口令用20至80个字母、数字和连字符，不能有别的字。")
        raise DomainError(Problem(words, "secret"))
    hashed = rules.sha256(secret)
    if hashed in {given.hash for given in found.signatures.values()}:
        raise DomainError(Problem(N_("不能与另一签名人用同一个口令。"), "secret"))
    signature = DrawSignature(
        tenant_id=session.tenant,
        draw_id=draw_id,
        seat=seat.code,
        account_id=actor.account_id,
        name=actor.title,
        hash=hashed,
        signed_at=time.now(),
        published=True,
    )
    session.add(signature)
    session.flush()
    record(session, actor, "core.draw.sign", str(draw_id), {"seat": seat.code, "hash": hashed})
    return signature


def reveal(session: ScopedSession, actor: Actor, draw_id: UUID, secret: str) -> Draw:
    """Reveal one's own secret once everybody has signed; with the last one the draw is drawn.

    Raises:
        NotFound: no such draw.
        Forbidden: the actor signed nothing here, has revealed it, or not everybody has signed yet.
        DomainError: it is not the secret that was signed.
    """
    found = _locked(session, draw_id)
    mine = to_reveal(actor, found)
    if mine is None:
        raise Forbidden(Perm.USE)
    if rules.sha256(secret.strip()) != mine.hash:
        raise DomainError(Problem(N_("这不是签名时用的口令，请核对大小写和连字符。"), "secret"))
    mine.secret, mine.revealed_at = secret.strip(), time.now()
    if all(given.secret for given in found.signatures.values()):
        found.draw.drawn_on = time.today()
    record(session, actor, "core.draw.reveal", str(draw_id), {"seat": mine.seat})
    session.flush()
    return found.draw


def give_up(session: ScopedSession, actor: Actor, draw_id: UUID, reason: str) -> Draw:
    """Give up a draw that is not drawn, e.g. because a signer does not reveal; it stays public with the reason.

    Raises:
        NotFound: no such draw.
        Forbidden: the actor may not begin one of this kind, or it is drawn or given up already.
        DomainError: no reason is given.
    """
    found = _locked(session, draw_id)
    if not may_give_up(session, actor, found):
        raise Forbidden(Perm.USE)
    if not reason.strip():
        raise DomainError(Problem(N_("请写明作废的理由。"), "reason"))
    draw = found.draw
    draw.void_at, draw.void_by, draw.void_reason = time.now(), actor.title, reason.strip()
    record(session, actor, "core.draw.give_up", str(draw_id), {"reason": draw.void_reason})
    session.flush()
    return draw


def put_on_list(session: ScopedSession, actor: Actor, draw_id: UUID) -> int:
    """Put what was drawn on the list of those to be inspected, which its kind has; twice is once.

    Returns:
        How many came on the list.

    Raises:
        NotFound: no such draw.
        Forbidden: it is not drawn, goes on no list, or the list is not the actor's.
        DomainError: the plugin's own refusal, e.g. of a draw of another year.
    """
    found = _locked(session, draw_id)
    listing = to_list(session, actor, found)
    if listing is None:
        raise Forbidden(Perm.USE)
    on = found.draw.drawn_on
    assert on is not None  # it is drawn
    codes = tuple(one.code for one in found.drawn)
    put = listing.put(session, actor, Drawn(draw_id, f"{found.draw.title}（{on}）", on.year, codes))
    record(session, actor, "core.draw.list", str(draw_id), {"put": put})
    return put


def belongs(session: ScopedSession, actor: Actor, units: Units) -> bool:
    """Whether the actor uses draws as one of the own people of these units, and not as a visitor."""
    if actor.visiting is not None:
        return False

    def own() -> list[tuple[str, str]]:
        ids = sorted(actor.own_units(Perm.USE))
        rows = session.execute(select(Unit.kind, Unit.function).where(Unit.id.in_(ids), Unit.closed_on.is_(None)))
        return [(kind, function) for kind, function in rows]

    found = session.once(("core.draw.units", actor.account_id), own)
    return any(units.hold(kind, function) for kind, function in found)


def open_seat(session: ScopedSession, actor: Actor, found: queries.Shown) -> Seat | None:
    """The seat that the actor may take now; None where there is none, or they sit already."""
    if found.state != "begun" or actor.account_id in {given.account_id for given in found.signatures.values()}:
        return None
    left = (seat for seat in found.kind.seats if seat.code not in found.signatures)
    return next((seat for seat in left if belongs(session, actor, seat.units)), None)


def to_reveal(actor: Actor, found: queries.Shown) -> DrawSignature | None:
    """The signature of the actor whose secret is to be revealed now."""
    if found.state != "sealed" or actor.visiting is not None:
        return None
    mine = (given for given in found.signatures.values() if given.account_id == actor.account_id and not given.secret)
    return next(mine, None)


def to_list(session: ScopedSession, actor: Actor, found: queries.Shown) -> Listing | None:
    """The list on which the actor may put what was drawn."""
    listing = found.kind.listing
    if listing is None or found.state != "drawn" or actor.visiting is not None:
        return None
    return listing if listing.may(session, actor) else None


def may_give_up(session: ScopedSession, actor: Actor, found: queries.Shown) -> bool:
    """Whether the actor may give the draw up now."""
    return found.state in {"begun", "sealed"} and belongs(session, actor, found.kind.begins)


def beginners(session: ScopedSession, actor: Actor, on: Callable[[str], bool]) -> list[DrawKind]:
    """The kinds of measures that are on of which the actor may begin a draw now."""
    registry = plugins.registry()
    kinds = [kind for kind in registry.draws.values() if on(registry.owner[kind.code])]
    return [kind for kind in kinds if belongs(session, actor, kind.begins)]


def units_of(session: ScopedSession, units: Units) -> list[Candidate]:
    """The units of the tenant that are there today, as those that are drawn from."""
    rows = session.execute(
        select(Unit.code, Unit.name, Unit.kind, Unit.function).where(Unit.closed_on.is_(None)).order_by(Unit.code)
    )
    return [Candidate(code, name) for code, name, kind, function in rows if units.hold(kind, function)]


def _kind(code: str) -> DrawKind:
    found = plugins.registry().draws.get(code)
    if found is None:
        raise NotFound(code)
    return found


def _locked(session: ScopedSession, draw_id: UUID) -> queries.Shown:
    queue(session, f"draw:{draw_id.hex}")
    return queries.shown(session, draw_id)

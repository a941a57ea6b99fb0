"""Cases at hand: the last ten opened and those pinned, each person's own, of what they may still see."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from core import clock
from core.accounts.queries import actor_of
from core.cases import lists as cases
from core.cases.lists import CaseFilter
from core.cases.models import Case
from core.db import Scope, ScopedSession
from core.errors import DomainError, NotFound
from core.marks import queries, rules, services
from core.marks.models import CaseMark
from core.marks.queries import Marked
from tests.sample import CLERK, HANDLER, HEAD, MENGYUE, NOON, account
from tests.site import Site

KINDS = ("approval.application",)


@pytest.fixture
def own(app: Flask) -> Site:
    """A site of one's own, since these tests write."""
    return Site(app)


def at_hand(site: Site, login: str) -> Marked:
    with site.database.read(Scope.one(MENGYUE)) as session:
        found = queries.at_hand(session, actor_of(session, account(session, login)), KINDS)
        session.expunge_all()
    return found


def numbers(rows: Sequence[Case]) -> list[str]:
    return [case.number for case in rows]


def several(site: Site, login: str) -> list[UUID]:
    """Every case somebody may see."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        actor = actor_of(session, account(session, login))
        rows = cases.page(session, actor, CaseFilter(KINDS, open_only=False), limit=50).rows
        return [case.id for case in rows]


def marks(session: ScopedSession) -> int:
    return session.scalar(select(func.count()).select_from(CaseMark)) or 0


def open_page(site: Site, login: str, case_id: UUID) -> None:
    with site.sign_in(login).get(f"/w/{MENGYUE}/cases/{case_id}") as answer:
        assert answer.status_code == 200


def test_a_case_that_was_opened_stands_on_the_own_workbench_the_newest_first(own: Site) -> None:
    first, second = several(own, HEAD)[:2]
    for minutes, case_id in enumerate((first, second)):
        with clock.moved(NOON + minutes * rules.AGAIN):
            open_page(own, HEAD, case_id)
    assert [case.id for case in at_hand(own, HEAD).recent] == [second, first]
    assert at_hand(own, HANDLER).recent == []
    assert numbers(at_hand(own, HEAD).recent)[0] in own.sign_in(HEAD).get(f"/w/{MENGYUE}/").get_data(as_text=True)


def test_looking_again_soon_writes_nothing(own: Site) -> None:
    case_id = several(own, HEAD)[0]
    seen = []
    for later in (0 * rules.AGAIN, rules.AGAIN / 2, 2 * rules.AGAIN):
        with clock.moved(NOON + later):
            open_page(own, HEAD, case_id)
        with own.database.read(Scope.one(MENGYUE)) as session:
            seen.append(session.scalar(select(CaseMark.looked_at)))
    assert seen[0] == seen[1] != seen[2]


def test_ten_are_kept_and_the_pinned_besides(own: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rules.RECENT == 10
    monkeypatch.setattr(rules, "RECENT", 5)  # the sample has not many more cases than ten
    ids = several(own, CLERK)
    assert len(ids) > rules.RECENT + 1
    with own.database.write(Scope.one(MENGYUE)) as session:
        actor = actor_of(session, account(session, CLERK))
        services.pin(session, actor, ids[0], True)
        for number, case_id in enumerate(ids):
            with clock.moved(NOON + number * rules.AGAIN):
                services.opened(session, actor, case_id)
        assert marks(session) == rules.RECENT + 1
    found = at_hand(own, CLERK)
    assert [case.id for case in found.pinned] == [ids[0]]
    assert [case.id for case in found.recent] == ids[: -rules.RECENT - 1 : -1]


def test_a_case_is_pinned_and_let_go_from_its_page(own: Site) -> None:
    browser, case_id = own.sign_in(HEAD), several(own, HEAD)[0]
    for sent, pinned in (({}, 1), ({}, 1), ({"off": "1"}, 0)):
        assert own.post(browser, f"/w/{MENGYUE}/cases/{case_id}/pin?due=soon", sent).location.endswith("?due=soon")
        assert len(at_hand(own, HEAD).pinned) == pinned
    assert len(at_hand(own, HANDLER).pinned) == 0


def test_too_many_pins_are_refused_in_words(own: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "PINS", 1)
    first, second = several(own, HEAD)[:2]
    with own.database.write(Scope.one(MENGYUE)) as session:
        actor = actor_of(session, account(session, HEAD))
        services.pin(session, actor, first, True)
        services.pin(session, actor, first, True)
        with pytest.raises(DomainError):
            services.pin(session, actor, second, True)


def test_a_case_one_may_not_see_any_more_is_not_at_hand(own: Site) -> None:
    case_id = several(own, HANDLER)[0]
    open_page(own, HANDLER, case_id)
    assert len(at_hand(own, HANDLER).recent) == 1
    with own.database.write(Scope.one(MENGYUE)) as session:
        elsewhere = actor_of(session, account(session, CLERK)).held[0].unit_id
        values = {"unit_id": elsewhere, "handler_id": None}
        session.execute(update(Case).where(Case.id == case_id).values(**values))
    assert at_hand(own, HANDLER).recent == []


def test_a_case_of_another_township_is_not_there_to_be_pinned(own: Site) -> None:
    foreign = own.case("户撒许1").id
    with pytest.raises(NotFound), own.database.write(Scope.one(MENGYUE)) as session:
        services.pin(session, actor_of(session, account(session, CLERK)), foreign, True)

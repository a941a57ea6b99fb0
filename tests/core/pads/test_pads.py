"""A pad is given out once, each of its numbers is accounted for once, and what is skipped shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from core.accounts.actor import Actor
from core.accounts.queries import actor_of
from core.db import Scope, new_id
from core.errors import DomainError, Forbidden
from core.pads import services
from core.pads.models import PadEntry
from core.pads.services import Given
from core.tenancy.models import Unit
from tests.databases import REFUSED
from tests.sample import ADMIN, CLERK, HANDLER, LEADER, MENGYUE, TODAY, account
from tests.site import Page, Site

PADS = f"/w/{MENGYUE}/pads"


def who(site: Site, login: str) -> Actor:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return actor_of(session, account(session, login))


def give(site: Site, first: int, last: int, paper: str = "当场处罚决定书", login: str = ADMIN) -> Any:
    """A pad of the handler's unit."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        unit = session.scalars(select(Unit.id).where(Unit.code == "NYZ")).first()
        unit = unit or min(who(site, HANDLER).own_units("core.pad.use"))
        given = Given(paper, "No.", first, last, 6, unit, "样例", TODAY)
        return services.give(session, who(site, login), given, new_id().hex).id


def say(site: Site, pad: Any, n: int, state: str, words: str = "", login: str = HANDLER) -> None:
    with site.database.write(Scope.one(MENGYUE)) as session:
        services.account_for(session, who(site, login), pad, n, state, words)


def told(act: Callable[[], Any]) -> list[str | None]:
    with pytest.raises(DomainError) as caught:
        act()
    return [problem.field for problem in caught.value.problems]


def test_no_number_is_in_two_pads_of_one_paper(site: Site) -> None:
    give(site, 101, 150)
    assert told(lambda: give(site, 150, 199)) == ["first"]
    assert told(lambda: give(site, 90, 101)) == ["first"]
    give(site, 151, 199)
    give(site, 101, 150, paper="罚款收据")
    assert told(lambda: give(site, 5, 4)) == ["last"]
    assert told(lambda: give(site, 1, 5000)) == ["last"]


def test_each_number_has_one_end_and_no_statement_changes_it(site: Site) -> None:
    pad = give(site, 1001, 1010)
    say(site, pad, 1001, "used")
    assert told(lambda: say(site, pad, 1001, "void", "写错")) == ["n"]
    assert told(lambda: say(site, pad, 1011, "used")) == ["n"]
    assert told(lambda: say(site, pad, 1002, "lost", " ")) == ["words"]
    assert told(lambda: say(site, pad, 1002, "eaten", "样")) == ["state"]
    with pytest.raises(DBAPIError, match=REFUSED), site.database.write(Scope.one(MENGYUE)) as session:
        session.execute(update(PadEntry).where(PadEntry.pad_id == pad).values(state="lost"))


def test_only_who_manages_gives_out_and_only_who_uses_accounts(site: Site) -> None:
    with pytest.raises(Forbidden):
        give(site, 2001, 2002, login=HANDLER)
    pad = give(site, 2001, 2002)
    for login in (LEADER, CLERK):
        with pytest.raises(Forbidden):
            say(site, pad, 2001, "used", login=login)


def test_a_pad_by_hand_shows_every_number_and_warns_of_the_skipped(site: Site) -> None:
    office = site.sign_in(ADMIN)
    drawn = Page(office.get(f"{PADS}/new")).forms
    choices = next(form.fields["unit"].options for form in drawn if "unit" in form.fields)
    typed = {"paper": "当场处罚决定书", "prefix": "甲", "first": "1", "last": "x", "unit": choices[1], "holder": "样例"}
    refused = site.fill(office, f"{PADS}/new", typed)
    assert (refused.status_code, set(Page(refused).told)) == (422, {"last"})
    assert Page(refused).values["holder"] == "样例"
    made = site.fill(office, f"{PADS}/new", {**typed, "last": "20"})
    assert made.status_code == 303
    assert site.fill(office, made.location, {"n": "3", "state": "used", "words": "案号样例"}).status_code == 303
    shown = office.get(made.location).text
    for words in ("有2个号码跳过没有登记", "甲000001", "甲000003", "案号样例", "甲000020"):
        assert words in shown
    assert "有跳号" in office.get(f"{PADS}/").text
    lost = site.fill(office, made.location, {"n": "4", "state": "lost"})
    assert (lost.status_code, set(Page(lost).told)) == (422, {"words"})


def test_a_pad_of_another_unit_is_not_there(site: Site) -> None:
    with site.database.write(Scope.one(MENGYUE)) as session:
        unit = session.scalars(select(Unit.id).where(Unit.kind == "window")).one()
        given = Given("收据", "", 1, 5, 6, unit, "样例", TODAY)
        pad = services.give(session, who(site, ADMIN), given, new_id().hex).id
    assert site.sign_in(HANDLER).get(f"{PADS}/{pad}").status_code == 404
    assert site.sign_in(ADMIN).get(f"{PADS}/{pad}").status_code == 200

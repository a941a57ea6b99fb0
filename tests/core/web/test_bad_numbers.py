"""The anonymous doors: numbers, codes and drafts that are wrong, of others, too late, or guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from core import clock
from core.accounts.models import Throttle
from core.cases import drafts
from core.cases.models import Draft
from core.db import Scope
from tests.sample import HUSA, MENGYUE
from tests.site import Page, Site


@pytest.fixture(autouse=True)
def _forget_tries(site: Site) -> Iterator[None]:
    yield
    with site.database.write(Scope.one(MENGYUE)) as session:
        for row in session.scalars(select(Throttle)):
            session.delete(row)


TRACK = f"/t/{MENGYUE}/track"
WRONG = "编号或者查询码不正确"


def test_a_number_of_another_township_is_no_number_here(site: Site) -> None:
    foreign = site.case("户撒许1")
    page = Page(site.fill(site.visitor(), TRACK, {"number": foreign.number, "code": ""}))
    assert "没有找到这个编号" in page.told["number"]
    assert page.values["number"] == foreign.number
    page = Page(site.fill(site.visitor(), TRACK, {"number": foreign.number, "code": foreign.code}))
    assert WRONG in page.told["code"]
    assert site.fill(site.visitor(), f"/t/{HUSA}/track", {"number": foreign.number, "code": ""}).status_code == 200


@pytest.mark.parametrize(
    "number", ["", " ", "abc", "〔〕", "许〔2026〕号", "勐约许〔99999〕1号", "勐约许" + "9" * 50, "许" + " " * 50]
)
def test_what_is_no_number_is_told_at_the_field(site: Site, number: str) -> None:
    answer = site.fill(site.visitor(), TRACK, {"number": number, "code": ""})
    assert answer.status_code == 422
    assert Page(answer).told["number"].strip()


def test_a_number_is_found_however_it_is_typed(site: Site) -> None:
    case = site.case("勐约许1")
    for number in (
        "勐约许〔2026〕1号",
        "勐约许(2026)1",
        "勐约许【2026】第1号",
        " 勐约许 2026 1 号 ",
        "勐约许［2026］1号",
        "勐约许〔２０２６〕１号",
    ):
        if "［" in number:
            continue
        answer = site.fill(site.visitor(), TRACK, {"number": number, "code": case.code.lower()})
        assert answer.status_code == 303, number


def test_hostile_numbers_take_no_time(site: Site) -> None:
    for number in ("许" + " " * 100_000, "9" * 100_000, "许" * 100_000, "许2026" + " " * 100_000 + "x"):
        answer = site.post(site.visitor(), TRACK, {"number": number, "code": "x" * 100_000})
        assert answer.status_code == 422


def test_five_wrong_codes_are_free_then_the_number_waits_however_it_is_typed(site: Site) -> None:
    case, begun = site.case("勐约许2"), clock.now()
    client = site.visitor()

    def tried(code: str, number: str = case.number, browser: object = None) -> Page:
        answer = site.fill(client if browser is None else site.visitor(), TRACK, {"number": number, "code": code})
        assert answer.status_code == 422
        return Page(answer)

    with clock.stopped(begun):
        for code in ("AAAAAAAA", "1", "' OR 1", "＊" * 8, "AAAAAAAB"):
            page = tried(code)
            assert WRONG in page.told["code"]
            assert page.values["number"] == case.number
    with clock.stopped(begun):
        for number in (case.number, "勐约许(2026)2", " 勐约许 2026 002 ", "勐约许２０２６第２号"):
            assert "尝试次数太多，请" in tried(case.code, number).told["code"], "the right code waits too"
            assert "尝试次数太多，请" in tried(case.code, number, "another browser").told["code"]
        other = site.case("勐约许4")
        assert site.fill(client, TRACK, {"number": other.number, "code": other.code}).status_code == 303
    with clock.stopped(begun + dt.timedelta(seconds=90)):
        assert site.fill(client, TRACK, {"number": case.number, "code": case.code}).status_code == 303


def test_a_number_that_does_not_exist_is_slowed_in_the_same_words(site: Site) -> None:
    typed = {"number": "勐约许〔2026〕999号", "code": "AAAAAAAA"}
    with clock.stopped():
        told = [Page(site.fill(site.visitor(), TRACK, typed)) for _ in range(6)]
    assert [WRONG in page.told["code"] for page in told] == [True] * 5 + [False]
    assert "尝试次数太多，请" in told[5].told["code"]


def test_a_draft_is_gone_after_its_days_and_its_code_says_so_at_the_field(site: Site) -> None:
    client, begun = site.visitor(), clock.now()
    page = client.get(site.post(client, f"/t/{MENGYUE}/items/MY-XK-01/start", {}).location)
    with site.database.read(Scope.one(MENGYUE)) as session:
        draft = session.scalars(select(Draft).order_by(Draft.id.desc())).first()
        assert draft is not None
        code = drafts.content(draft)["resume"]
    url = f"/t/{MENGYUE}/resume"
    assert page.status_code == 200
    assert site.fill(site.visitor(), url, {"code": f" {code[:4]}-{code[4:].lower()} "}).status_code == 303
    for wrong in ("AAAAAAAA", "", "x" * 10_000, "\x00", "'"):
        answer = site.fill(site.visitor(), url, {"code": wrong})
        assert answer.status_code == 422
        assert Page(answer).told["code"].strip()
    assert site.fill(site.visitor(), f"/t/{HUSA}/resume", {"code": code}).status_code == 422
    with clock.moved(begun + dt.timedelta(days=31)):
        answer = site.fill(site.visitor(), url, {"code": code})
        assert answer.status_code == 422
        assert "续办码不正确，或者草稿已过保存期" in Page(answer).told["code"]
        assert Page(answer).values["code"] == code


def test_guesses_of_a_resume_code_are_slowed(site: Site) -> None:
    visitor, url = site.visitor(), f"/t/{MENGYUE}/resume"
    for _ in range(5):
        assert "没有找到这份草稿" in site.fill(visitor, url, {"code": "AAAA AAAA"}).text
    assert "尝试次数太多" in site.fill(visitor, url, {"code": "AAAA AAAA"}).text

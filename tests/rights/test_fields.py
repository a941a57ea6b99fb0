"""What a form does not ask for changes nothing, what it hides may be changed in vain, what is wrong is told and kept.

Every form that writes is found by the crawl of every role, and filled in from what its page draws.
"""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

import pytest
from flask import request as sent_request
from sqlalchemy import select

from core.db import Scope
from core.tenancy.models import Unit
from core.web import request as web_request
from tests.rights import filling
from tests.rights.conftest import World
from tests.rights.crawling import NOT_NAMED, Offer, each
from tests.rights.test_canaries import Quiet
from tests.rights.test_links import endpoint_of
from tests.rights.watch import Written
from tests.sample import COUNTY, HUSA, MENGYUE, ZHANGFENG
from tests.site import Page

pytestmark = pytest.mark.only_on("sqlite", "what a form takes is decided before a statement is sent")
Shape = tuple[str, Offer]
# How many forms of one route that differ by their fields alone are tried.
ALIKE = 2
PART = 4
SIGN_OUT = "accounts.sign_out"
# Buttons that keep a form as far as it is filled in.
UNFINISHED = {("save", "draft"), ("save", "drop")}


@pytest.fixture(scope="module")
def shapes(world: World) -> dict[str, Shape]:
    """Every form there is, once: name → who sends it, and the form."""
    found: dict[str, Shape] = {}
    for key in world.who():
        for offer in world.crawled(key).offers.values():
            route = endpoint_of(world, offer.action, "POST")
            if route == SIGN_OUT:
                continue
            act = offer.action.rpartition("/")[2] if "/act" in offer.action or "/cases/" in offer.action else ""
            asked = " ".join(sorted(name for name in offer.form.fields if name not in NOT_NAMED))
            found.setdefault(f"{route} {act} {'='.join(offer.button)} [{asked}]", (key, offer))
    # What an item asks for is drawn from the library: a few items stand for all.
    number: Counter[str] = Counter()
    for name in list(found):
        number[name.partition(" [")[0]] += 1
        if number[name.partition(" [")[0]] > ALIKE:
            del found[name]
    return found


@pytest.fixture(params=["some", pytest.param("all", marks=pytest.mark.deep)])
def tried(request: pytest.FixtureRequest, shapes: dict[str, Shape]) -> dict[str, Shape]:
    """The forms that are tried with much: a part in the quick run, all in the long one."""
    return shapes if request.param == "all" else dict(list(shapes.items())[::PART])


@pytest.fixture(autouse=True)
def _typed(world: World) -> None:
    """Numbers that are typed here come back on the pages."""
    world.watch.typed |= set(filling.KNOWN.values()) | {filling.POISON_ID, "19900001111"}


def send(world: World, key: str, offer: Offer, typed: dict[str, object]) -> tuple[int, Page | None, list[Written]]:
    """Send a form: the status, the page that came back, and what it would have written."""
    world.undone.take()
    with world.browsers[key].post(offer.action, typed) as answer:
        page = Page(answer) if answer.mimetype == "text/html" else None
        return answer.status_code, page, world.undone.take()


def homes(offer: Offer) -> set[int | None]:
    """The tenants in which a form may write: the place of its page; a visit and a parcel also on the other side."""
    parts = urlsplit(offer.action).path.split("/")
    places = {int(part) for part in parts if part.isdecimal() and len(part) in {6, 9}}
    return {*places, None, COUNTY} if "county" in parts or not places else {*places, None}


def test_most_forms_are_carried_out_as_a_person_fills_them_in(
    world: World, shapes: dict[str, Shape], quiet: Quiet
) -> None:
    """Or the rest of this suite would prove nothing. What they answer, files too, tells nothing of others."""
    done, told = [], []
    for name, (key, offer) in shapes.items():
        status, _, written = send(world, key, offer, filling.filled(offer))
        (done if status in {200, 303} else told).append(name)
        assert status in {200, 303, 422, 410}, (name, status)
        assert {row.tenant for row in written} <= homes(offer), name
    assert quiet() == []
    assert len(shapes) > 35
    assert len(done) > 0.5 * len(shapes), told


def test_fields_that_are_none_of_the_form_change_nothing(world: World, shapes: dict[str, Shape]) -> None:
    other_unit = unit_of(world, HUSA)
    wrong = []
    for name, (key, offer) in shapes.items():
        typed = filling.filled(offer)
        extra = {**filling.POISON, "tenant_id": str(HUSA), "unit_id": other_unit, "township": str(ZHANGFENG)}
        extra = {field: value for field, value in extra.items() if field not in offer.form.fields}
        plain_status, _, plain = send(world, key, offer, typed)
        status, _, written = send(world, key, offer, {**extra, **typed})
        poisoned = filling.values_of(written) & {filling.POISON_ID, "xnpoison", "987654", "2031-01-31", other_unit}
        if status != plain_status or poisoned or tables(written) != tables(plain):
            wrong.append((name, status, plain_status, poisoned, tables(written), tables(plain)))
        assert {row.tenant for row in written} <= homes(offer), name
    assert not wrong, each(wrong)


def tables(written: list[Written]) -> list[str]:
    """The tables of rows, in order."""
    return sorted(row.table for row in written)


def unit_of(world: World, tenant: int) -> str:
    """The id of a unit of a township."""
    with world.site.database.read(Scope.one(tenant)) as session:
        return str(session.scalars(select(Unit.id).order_by(Unit.id)).first())


def test_hidden_fields_changed_reach_nothing_of_others(world: World, tried: dict[str, Shape]) -> None:
    others = [str(world.site.case(number).id) for number in ("户撒许1", "勐约许3")]
    rows = {*others, unit_of(world, HUSA)}
    wrong = []
    for name, (key, offer) in tried.items():
        typed = filling.filled(offer)
        hidden = [drawn.name for drawn in offer.form.fields.values() if drawn.kind == "hidden"]
        for field in set(hidden) - {"csrf_token"}:
            for value in (*rows, str(HUSA), "", "9" * 30, filling.UNSEEN):
                status, _, written = send(world, key, offer, {**typed, field: value})
                said = filling.values_of(row for row in written if row.table != "core_audit")
                reached = {row for row in said & rows if row not in offer.action}
                if status >= 500 or reached or {row.tenant for row in written} - homes(offer):
                    wrong.append((name, field, value[:36], status, tables(written)))
            without = {other: held for other, held in typed.items() if other != field}
            if (status := send(world, key, offer, without)[0]) >= 500:
                wrong.append((name, field, "missing", status, []))
    assert not wrong, each(wrong)


def test_what_is_missing_is_told_and_everything_else_is_kept(world: World, tried: dict[str, Shape]) -> None:
    wrong = []
    for name, (key, offer) in tried.items():
        typed = filling.filled(offer)
        for drawn in filling.visible(offer.form):
            if drawn.kind == "checkbox":
                continue
            for blank in ({**typed, drawn.name: " "}, {other: typed[other] for other in typed if other != drawn.name}):
                status, page, written = send(world, key, offer, blank)
                sent = drawn.name in blank
                if sent and drawn.kind == "password":
                    continue  # blanks may be part of one
                if status == 303 and drawn.required and written and offer.button not in UNFINISHED:
                    wrong.append((name, drawn.name, f"taken without: {tables(written)}"))
                elif status not in {200, 303, 422, 410}:
                    wrong.append((name, drawn.name, f"status {status}"))
                elif status == 422 and page is not None:
                    if drawn.required and not page.told.get(drawn.name, "").strip():
                        wrong.append((name, drawn.name, f"not told at the field: {sorted(page.told)}"))
                    if gone := filling.lost(page, offer.form, blank, () if sent else (drawn.name,)):
                        wrong.append((name, drawn.name, f"lost {sorted(gone)}"))
    assert not wrong, each(wrong)


def test_what_is_wrong_or_far_too_long_is_told_and_kept(world: World, tried: dict[str, Shape]) -> None:
    wrong = []
    for name, (key, offer) in tried.items():
        typed = filling.filled(offer)
        fields = [drawn.name for drawn in filling.visible(offer.form)]
        for garbage in filling.GARBAGE:
            sent = {**typed, **dict.fromkeys(fields, garbage)}
            status, page, written = send(world, key, offer, sent)
            if status not in {200, 303, 422, 410}:
                wrong.append((name, garbage[:12], f"status {status}"))
            elif status == 422 and page is not None and (gone := filling.lost(page, offer.form, sent)):
                wrong.append((name, garbage[:12], f"lost {sorted(gone)}"))
            if page is not None and "<script>alert" in page.source:
                wrong.append((name, garbage[:12], "runs"))
            assert {row.tenant for row in written} <= homes(offer), name
        if send(world, key, offer, {**typed, **dict.fromkeys(fields, filling.UNSEEN)})[0] >= 500:
            wrong.append((name, "unseen", "status"))
    assert not wrong, each(wrong)


def test_a_form_larger_than_any_is_refused_in_words(world: World, shapes: dict[str, Shape]) -> None:
    statuses = set()
    for key, offer in list(shapes.values())[::5]:
        status, page, written = send(world, key, offer, {**filling.filled(offer), "more": "长" * 400_000})
        statuses.add(status)
        assert page is not None
        assert written == []
    assert statuses == {413}


def test_a_form_that_takes_what_it_does_not_ask_for_is_found(
    world: World, shapes: dict[str, Shape], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The suite proves itself: a view takes the unit from the form."""
    view = world.site.app.view_functions["workspace.contact"]

    def taking(**given: object) -> object:
        with web_request.writing() as session:
            for unit in session.scalars(select(Unit).limit(1)):
                unit.superior = sent_request.form.get("state", "")
        return view(**given)

    taking.xn_access = view.xn_access  # type: ignore[attr-defined]
    monkeypatch.setitem(world.site.app.view_functions, "workspace.contact", taking)
    found = {name: shape for name, shape in shapes.items() if name.startswith("workspace.contact")}
    with pytest.raises(AssertionError, match="xnpoison"):
        test_fields_that_are_none_of_the_form_change_nothing(world, found)
    assert MENGYUE

"""Archives, make-up and forecast: computed from the register, confirmed by the head, read by whom they concern."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from core.contracts import RegisterColumn
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, NotFound
from core.files import services as files
from core.files import stores
from core.files.kinds import Limits
from core.tenancy.models import Unit
from plugins.training.archive import queries, services
from plugins.training.archive.queries import UnitYear
from plugins.training.models import Attendance, Training
from plugins.training.registers import PEOPLE, SESSIONS
from plugins.training.sessions import services as sessions
from plugins.training.who import own_person
from tests.core.seed.test_counts import statements
from tests.plugins.training.conftest import BASE, OFFICE, YEAR, Study, township
from tests.sample import ADMIN, CLERK, HANDLER, HEAD, LEADER, MENGYUE
from tests.site import Page

OTHER_HEAD = "yu.yangding"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ON_ONE = pytest.mark.only_on("sqlite", "the same statements go to both, and here a transaction begins without one")


@pytest.fixture(scope="module")
def study(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """A station that planned three topics and held two; its handler missed the second."""
    with township(sample, tmp_path_factory.mktemp("archive")) as made:
        made.plan()
        head, handler = made.person("何早乙"), made.person("金相丙")
        made.attend(made.hold("c1", dt.date(2026, 5, 8), quarters=16), head, handler)
        made.attend(made.hold("c2", dt.date(2026, 6, 12)), head)
        yield made


def of_year(study: Study, session: ScopedSession) -> UnitYear:
    return queries.unit_year(session, session.get_one(Unit, (MENGYUE, study.unit())), YEAR)


def found(study: Study, name: str) -> queries.Studied:
    with study.reading() as session:
        one = next(one for one in of_year(study, session).people if one.person.name == name)
        session.expunge_all()
    return one


def missed(study: Study) -> list[UUID]:
    with study.reading() as session:
        return [row.id for _, row, _ in queries.to_make_up(of_year(study, session))]


def confirm(study: Study, login: str = HEAD, day: dt.date = dt.date(2026, 6, 14), how: str = "taught") -> int:
    chosen = missed(study)
    with study.writing() as session:
        return services.confirm(session, study.actor(login), study.unit(), chosen, day, how, "逐条过案卷")


def test_who_missed_a_planned_session_lacks_its_hours_under_each_test(study: Study) -> None:
    handler, head = found(study, "金相丙").standing, found(study, "何早乙").standing
    assert handler.topics == {"执法文书": 16}
    assert (handler.gap.topics, handler.gap.topic, handler.gap.year) == (2, Decimal(6), Decimal(6))
    assert (head.gap.topics, head.gap.topic, head.gap.year) == (1, Decimal(3), Decimal(3))


def test_the_forecast_is_what_was_learnt_and_what_the_plan_still_brings(study: Study) -> None:
    assert found(study, "何早乙").standing.expected == {"执法文书": 16, "宅基地审批": 12, "社会救助法": 12}
    assert found(study, "何早乙").standing.gap_expected.least == 0
    assert found(study, "金相丙").standing.gap_expected.least == Decimal(3), "without make-up it stays short"


def test_make_up_counts_once_the_head_confirmed_it_and_can_be_taken_back(study: Study) -> None:
    assert confirm(study) == 1
    handler = found(study, "金相丙")
    assert handler.standing.topics == {"执法文书": 16, "宅基地审批": 12}
    assert handler.missed == []
    (row,) = [row for row, _ in handler.entries if row.came == "made_up"]
    assert (row.made_up_how, row.confirmed_by) == ("当面补讲：逐条过案卷", "何早乙")
    with study.writing() as session:
        services.revoke(session, study.actor(HEAD), study.unit(), row.id)
    assert found(study, "金相丙").standing.topics == {"执法文书": 16}


def test_what_was_made_up_outlives_a_correction_of_the_list(study: Study) -> None:
    confirm(study)
    with study.reading() as session:
        training = session.scalars(select(Training).where(Training.topic_code == "c2")).one()
        session.expunge(training)
    study.attend(training, study.person("何早乙"))
    handler = found(study, "金相丙")
    (row,) = [row for row, _ in handler.entries if row.came == "made_up"]
    with study.writing() as session:
        services.revoke(session, study.actor(HEAD), study.unit(), row.id)


@pytest.mark.parametrize("login", [HANDLER, OFFICE, LEADER, ADMIN, OTHER_HEAD])
def test_only_the_head_of_the_unit_confirms(study: Study, login: str) -> None:
    with pytest.raises(Forbidden):
        confirm(study, login)


def test_hours_on_a_screen_and_days_that_cannot_be_are_refused(study: Study) -> None:
    with pytest.raises(DomainError, match="怎么补课"):
        confirm(study, how="online")
    with pytest.raises(DomainError, match="不能早于"):
        confirm(study, day=dt.date(2026, 6, 1))
    with pytest.raises(DomainError, match="不能晚于"):
        confirm(study, day=dt.date(2026, 6, 30))


def test_entries_of_another_unit_are_not_confirmed(study: Study) -> None:
    chosen = missed(study)
    with study.writing() as session, pytest.raises(DomainError, match="请勾选"):
        other = study.unit("LYZ")
        services.confirm(session, study.actor(OTHER_HEAD), other, chosen, dt.date(2026, 6, 14), "taught")


def test_make_up_is_confirmed_on_its_page(study: Study) -> None:
    browser, url = study.browser(HEAD), f"{BASE}/units/{study.unit()}/{YEAR}/make-up"
    typed = Page(browser.get(url)).posted().held
    nobody = study.site.post(browser, url, {**typed, "how": "taught", "made_up_on": "2026-06-14"})
    assert "请勾选" in Page(nobody).alert
    sent = {**typed, "chosen": str(missed(study)[0]), "how": "examined", "made_up_on": "2026-06-14"}
    assert study.site.post(browser, url, sent).status_code == 303
    page = Page(browser.get(url))
    (back,) = [form for form in page.forms if form.action.endswith("/revoke")]
    assert study.site.post(browser, back.action, back.held).status_code == 303
    assert len(missed(study)) == 1


def test_each_sees_the_own_hours_and_the_head_the_units(study: Study) -> None:
    own, head = study.person("金相丙"), study.person("何早乙")
    mine = study.browser(HANDLER).get(f"{BASE}/mine")
    assert mine.location.endswith(f"/people/{own}/{YEAR}")
    for login, person, status in (
        *((HANDLER, own, 200), (HANDLER, head, 404), (HEAD, own, 200), (OFFICE, own, 200), (LEADER, own, 200)),
        *((ADMIN, own, 200), (OTHER_HEAD, own, 404)),
    ):
        assert study.browser(login).get(f"{BASE}/people/{person}/{YEAR}").status_code == status, login


def test_a_year_that_cannot_be_and_a_stranger_are_not_there(study: Study) -> None:
    browser = study.browser(HEAD)
    for path in (
        f"people/{study.person('何早乙')}/1999",
        f"people/{study.unit()}/{YEAR}",
        f"units/{study.unit()}/99999",
    ):
        assert browser.get(f"{BASE}/{path}").status_code == 404


def test_the_archives_are_printed(study: Study) -> None:
    browser, person = study.browser(HEAD), study.person("金相丙")
    for path, words in (
        (f"people/{person}/{YEAR}/archive", ("个人培训档案", "执法文书", "缺席", "还差6学时")),
        (f"units/{study.unit()}/{YEAR}/archive", ("培训档案", "金相丙", "还差3学时")),
    ):
        made = browser.get(f"{BASE}/{path}")
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made.data)).pages)
        assert all(word in text for word in words), path
    assert study.browser(HANDLER).get(f"{BASE}/units/{study.unit()}/{YEAR}/archive").status_code == 403


def test_certificates_are_the_persons_and_their_heads_to_keep(study: Study) -> None:
    browser, url = study.browser(HANDLER), f"{BASE}/people/{study.person('金相丙')}/{YEAR}"
    typed = Page(browser.get(url)).posted().held
    sent = {**typed, "files": (io.BytesIO(PDF), "执法证.pdf")}
    assert study.site.post(browser, url, sent, content_type="multipart/form-data").status_code == 303
    (link,) = [link for link in Page(study.browser(HEAD).get(url)).links if "/certificates/" in link]
    with browser.get(link) as answered:
        assert answered.data == PDF
    assert study.browser(OTHER_HEAD).get(link).status_code == 404
    with study.writing() as session, pytest.raises(Forbidden):
        services.add_certificates(session, study.actor(OFFICE), study.person("金相丙"), [])
    with study.writing() as session, pytest.raises(NotFound):
        services.add_certificates(session, study.actor(OTHER_HEAD), study.person("金相丙"), [])
    typed = {**Page(browser.get(url)).posted().held, "remove": link.rpartition("/")[2]}
    assert study.site.post(browser, url, typed).status_code == 303
    assert browser.get(link).status_code == 404


def test_registers_hold_what_their_reader_may_see(study: Study) -> None:
    days = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    with study.reading() as session:
        rows = {login: list(PEOPLE.rows(session, study.actor(login), *days)) for login in (HEAD, HANDLER, OFFICE)}
        held = {
            login: list(SESSIONS.rows(session, study.actor(login), *days))
            for login in (HEAD, HANDLER, OFFICE, OTHER_HEAD)
        }
    assert {row[1] for row in rows[HANDLER]} == {"金相丙"}
    assert {"金相丙", "何早乙"} <= {row[1] for row in rows[HEAD]}
    assert {"金相丙", "何早乙"} <= {row[1] for row in rows[OFFICE]}
    assert [row[-1] for row in held[HEAD]] == [2, 1]
    (first, second), (office, *_rest) = held[HEAD], held[OFFICE]
    assert first[1:4] == ("执法文书", "职业道德", "补短板")
    assert (set(str(first[-3]).split("、")), second[2], second[-3]) == ({"何早乙", "金相丙"}, "业务能力", "何早乙")
    assert office[-3] == first[-3]
    assert [row[-3] for row in held[HANDLER]] == ["金相丙", ""], "a colleague reads the own name alone"
    assert held[OTHER_HEAD] == []
    for register, found_rows in ((PEOPLE, rows[HEAD]), (SESSIONS, held[HEAD])):
        columns: tuple[RegisterColumn, ...] = register.columns
        assert {len(row) for row in found_rows} == {len(columns)}


def test_the_workbench_counts_what_waits_for_the_head(study: Study) -> None:
    waiting = {login: queries.cards(study.actor(login), "/x") for login in (HEAD, HANDLER, OTHER_HEAD)}
    with study.reading() as session:
        numbers = {
            login: [session.scalar(card.value) for card in cards if not isinstance(card.value, int)]
            for login, cards in waiting.items()
        }
    assert numbers[HEAD] == [1]
    assert not any(numbers[HANDLER] + numbers[OTHER_HEAD])
    assert "待补课" in study.browser(HEAD).get(f"/w/{MENGYUE}/").text


def test_the_counter_reads_courseware_and_answers_from_the_own_record(study: Study) -> None:
    """Who reads nobody's year but the own opens every session they were at, and those of their unit."""
    with study.reading() as session:
        clerk = own_person(session, study.actor(CLERK))
        assert clerk is not None
        window = session.get_one(Unit, (MENGYUE, clerk.unit_id)).code
        session.expunge(clerk)
    there, missed, foreign = (study.hold(day=dt.date(2026, 6, day)) for day in (1, 2, 3))
    own = study.hold(unit=window, login=ADMIN)
    ware = files.keep(stores.of(study.site.config), io.BytesIO(PDF), "课件.pdf", Limits())
    with study.writing() as session:
        for training in (there, missed, foreign, own):
            sessions.add_courseware(session, study.actor(ADMIN), training.id, [ware])
        for training, came in ((there, "present"), (missed, "absent")):
            session.add(Attendance(tenant_id=MENGYUE, session_id=training.id, person_id=clerk.id, came=came))
    browser = study.browser(CLERK)
    assert browser.get(f"{BASE}/").status_code == 403
    page = Page(browser.get(f"{BASE}/people/{clerk.id}/{YEAR}"))
    opened = [link for link in page.links if "/training/sessions/" in link]
    assert {UUID(link.split("/sessions/")[1][:36]) for link in opened} == {there.id, missed.id, own.id}
    assert len([link for link in opened if "/courseware/" in link]) == 3
    for link in opened:
        with browser.get(link) as answered:
            assert answered.status_code == 200, link
            assert b"/training/units/" not in answered.data, "no link into a year that is not theirs to read"
    assert browser.get(f"{BASE}/sessions/{foreign.id}").status_code == 404
    assert [link for link in opened if link.endswith("/answers")] == [f"{BASE}/sessions/{there.id}/answers"]
    assert browser.get(f"{BASE}/sessions/{missed.id}/answers").status_code == 404
    url, told = f"{BASE}/sessions/{there.id}/answers", {"useful": "yes", "clear": "yes", "applied": "yes"}
    assert study.site.post(browser, url, {**Page(browser.get(url)).posted().held, **told}).status_code == 303
    assert "/answers" not in browser.get(f"{BASE}/people/{clerk.id}/{YEAR}").text, "answered, and asked no more"
    with study.reading() as session:
        assert queries.studied(session, clerk, YEAR).standing.quarters == there.quarters, "reading counts no hour"


@ON_ONE
def test_a_unit_of_sixty_people_and_twelve_sessions_is_read_in_fifteen_statements(study: Study) -> None:
    people = study.people("LYZ", *(f"样人{number}" for number in range(60)))
    before = statements(study.browser(OTHER_HEAD), f"{BASE}/units/{study.unit('LYZ')}/{YEAR}")
    for number in range(12):
        training = study.hold("", dt.date(2026, 1 + number % 6, 1 + number), unit="LYZ", login=OTHER_HEAD)
        study.attend(training, *people[number:], login=OTHER_HEAD)
    url = f"{BASE}/units/{study.unit('LYZ')}/{YEAR}"
    after = statements(study.browser(OTHER_HEAD), url)
    assert "样人59" in study.browser(OTHER_HEAD).get(url).text
    assert after <= 15, after
    assert after - before <= 1, "files and counts are asked for together"
    with study.reading() as session:
        assert len(session.scalars(select(Attendance)).all()) > 12 * 60

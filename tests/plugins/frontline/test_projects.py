"""Livelihood projects: a leader makes them public, the plan then stands, stages are done in their order."""

from __future__ import annotations

import dataclasses
import io
from uuid import UUID

import pytest

from core.db import new_id
from core.errors import DomainError, Forbidden
from plugins.frontline import search
from plugins.frontline.projects import commands as cmd
from plugins.frontline.projects import queries, services
from plugins.frontline.projects.models import Project
from tests.core.duties.conftest import Scheme
from tests.plugins.frontline.road import MONDAY, D, of_login
from tests.plugins.frontline.test_issue_pages import PNG
from tests.sample import CLERK, HANDLER, HEAD, LEADER, MENGYUE
from tests.site import Page, Site

HOME, PORTAL = f"/w/{MENGYUE}/projects", f"/t/{MENGYUE}/projects"
PLAN = cmd.Content(
    name="广瓦村便民小桥",
    purpose="三组过河要绕行四公里",
    led_by="岳早甲（乡长）",
    watched_by="乡监察室",
    money="38万元，专项资金",
    begins_on=D(2026, 9, 1),
    ends_on=D(2026, 12, 20),
    stages=(("选址", D(2026, 9, 20)), ("桥台", D(2026, 11, 20)), ("通行", D(2026, 12, 20))),
)
pytestmark = pytest.mark.usefixtures("township")


def planned(township: Scheme, login: str = HANDLER, **given: object) -> UUID:
    with township.writing() as session:
        content = dataclasses.replace(PLAN, **given)  # type: ignore[arg-type]
        return services.plan(session, of_login(session, login), content, new_id().hex).id


def public(township: Scheme, **given: object) -> UUID:
    project_id = planned(township, **given)
    with township.writing() as session:
        services.publish(session, of_login(session, LEADER), project_id, 1)
    return project_id


def done(township: Scheme, project_id: UUID, no: int, login: str = HANDLER, day: object = MONDAY) -> None:
    with township.writing() as session:
        command = cmd.StageDone(done_on=day, proof="验收单")  # type: ignore[arg-type]
        services.stage_done(session, of_login(session, login), project_id, no, command)


def project(township: Scheme, project_id: UUID) -> Project:
    with township.reading() as session:
        found = session.get_one(Project, (MENGYUE, project_id))
        session.expunge(found)
    return found


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"watched_by": " "}, "watched_by"),
        ({"stages": ()}, "stages"),
        ({"stages": (("选址", D(2027, 1, 1)),)}, "stages"),
        ({"stages": (("乙", D(2026, 10, 2)), ("甲", D(2026, 10, 1)))}, "stages"),
        ({"ends_on": D(2026, 8, 1), "stages": (("选址", D(2026, 9, 1)),)}, "ends_on"),
    ],
)
def test_a_plan_names_who_leads_and_watches_and_its_days_in_order(
    township: Scheme, given: dict[str, object], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        planned(township, **given)
    assert refused.value.problems[0].field == field


def test_nobody_reads_a_project_before_another_makes_it_public(site: Site, township: Scheme) -> None:
    own = planned(township, LEADER)
    with township.writing() as session, pytest.raises(DomainError, match="另一名领导"):
        services.publish(session, of_login(session, LEADER), own, 1)
    project_id = planned(township, name="阿露窝罗广场无障碍厕所")
    visitor = site.visitor()
    assert visitor.get(f"{PORTAL}/{project_id}").status_code == 404
    with township.writing() as session, pytest.raises(Forbidden):
        services.publish(session, of_login(session, HEAD), project_id, 1)
    client = site.sign_in(LEADER)
    held = Page(client.get(f"{HOME}/{project_id}")).posted().held
    assert client.post(f"{HOME}/{project_id}", data=held).status_code == 303
    page = visitor.get(f"{PORTAL}/{project_id}").get_data(as_text=True)
    for words in ("岳早甲（乡长）", "乡监察室", "计划2026-09-20以前完成", "过了计划日期"):
        assert words in page
    for address in (f"{PORTAL}/", f"/t/{MENGYUE}/frontline/", f"/t/{MENGYUE}/"):
        assert "阿露窝罗广场无障碍厕所" in visitor.get(address).get_data(as_text=True), address


def test_a_plan_that_is_public_is_not_rewritten(township: Scheme) -> None:
    project_id = public(township)
    with township.writing() as session, pytest.raises(DomainError, match="不能再改"):
        services.edit(session, of_login(session, HANDLER), project_id, PLAN, 2)


def test_a_stale_form_changes_nothing(township: Scheme) -> None:
    project_id = planned(township)
    with township.writing() as session:
        services.edit(session, of_login(session, HANDLER), project_id, dataclasses.replace(PLAN, money="40万元"), 1)
    with township.writing() as session, pytest.raises(DomainError, match="其他人刚刚修改"):
        services.edit(session, of_login(session, HEAD), project_id, PLAN, 1)
    assert project(township, project_id).money == "40万元"


def test_stages_are_done_in_their_order_and_not_before_their_day_has_come(township: Scheme) -> None:
    project_id = public(township)
    with pytest.raises(DomainError, match="前面的阶段"):
        done(township, project_id, 2)
    with pytest.raises(DomainError, match="不能晚于今天"):
        done(township, project_id, 1, day=D(2026, 11, 24))
    done(township, project_id, 1)
    with pytest.raises(DomainError, match="已经完成"):
        done(township, project_id, 1)


def test_it_is_finished_only_when_every_stage_is(township: Scheme) -> None:
    project_id = public(township)
    with township.writing() as session, pytest.raises(DomainError, match="还有阶段"):
        services.end(session, of_login(session, HANDLER), project_id, cmd.End(outcome="finished", words="通车"), 2)
    for no in (1, 2, 3):
        done(township, project_id, no)
    with township.writing() as session:
        services.end(session, of_login(session, HANDLER), project_id, cmd.End(outcome="finished", words="通车"), 2)
    assert project(township, project_id).standing == "finished"


def test_a_record_is_public_only_where_its_writer_says_so_and_numbers_are_masked(site: Site, township: Scheme) -> None:
    project_id, client = public(township), site.sign_in(HANDLER)
    address = f"{HOME}/{project_id}/notes"
    typed = {"kind": "site", "noted_on": "2026-11-23", "words": "现场定了桥位，联系13912345678", "place": ""}
    assert "请写明地点" in Page(site.fill(client, address, typed)).told["place"]
    assert site.fill(client, address, {**typed, "place": "三组渡口", "public": "y"}).status_code == 303
    assert site.fill(client, address, {**typed, "kind": "inspect", "words": "督办两次"}).status_code == 303
    page = site.visitor().get(f"{PORTAL}/{project_id}").get_data(as_text=True)
    assert "三组渡口" in page
    assert "13912345678" not in page
    assert "督办两次" not in page
    assert "督办两次" in client.get(f"{HOME}/{project_id}").get_data(as_text=True)


def test_a_stage_is_done_on_a_form_with_photos_that_only_the_staff_see(site: Site, township: Scheme) -> None:
    project_id, client = public(township), site.sign_in(HANDLER)
    typed = {"proof": "验收单", "done_on": "2026-11-20", "photos": (io.BytesIO(PNG), "桥台.png")}
    made = site.fill(client, f"{HOME}/{project_id}/stages/1", typed, content_type="multipart/form-data")
    assert made.status_code == 303, made.get_data(as_text=True)
    page = Page(client.get(f"{HOME}/{project_id}"))
    (photo,) = [link for link in page.links if "/files/" in link]
    with client.get(photo) as sent:
        assert (sent.status_code, sent.data) == (200, PNG)
    assert site.sign_in(CLERK).get(photo).status_code == 403
    assert site.sign_in("pai.yangjia").get(photo).status_code == 404
    shown = site.visitor().get(f"{PORTAL}/{project_id}").get_data(as_text=True)
    assert "桥台.png" not in shown
    assert client.get(f"{HOME}/{project_id}/stages/9").status_code == 404
    assert client.get(f"{HOME}/{project_id}/stages/{2**40}").status_code == 404


def test_a_project_is_planned_and_changed_on_a_form_that_loses_nothing(site: Site, township: Scheme) -> None:
    client = site.sign_in(HANDLER)
    typed = {
        **{name: getattr(PLAN, name) for name in ("name", "purpose", "led_by", "watched_by", "money")},
        "begins_on": "2026-09-01",
        "ends_on": "2026-12-20",
        "stages": "选址",
    }
    wrong = Page(site.fill(client, f"{HOME}/new", typed))
    assert "看不懂“选址”" in wrong.told["stages"]
    assert wrong.values["stages"].strip() == "选址"
    made = site.fill(client, f"{HOME}/new", {**typed, "stages": "2026-09-20 选址\n2026-12-20 通行"})
    assert made.status_code == 303, made.get_data(as_text=True)
    edited = f"{made.location}/edit"
    assert Page(client.get(edited)).values["stages"].strip() == "2026-09-20 选址\n2026-12-20 通行"
    assert site.fill(client, edited, {"money": "自筹"}).status_code == 303
    assert site.sign_in("pai.yangjia").get(made.location).status_code == 404


def test_public_projects_are_found_and_drafts_are_not(township: Scheme) -> None:
    shown, hidden = public(township), planned(township)
    with township.reading() as session:
        keys = {f"project:{shown}", f"project:{hidden}"}
        assert search.PROJECTS.visible(session, keys, None) == {f"project:{shown}"}
        assert [doc.key for doc in search.PROJECTS.load(session, [shown, hidden])] == [f"project:{shown}"]
        assert queries.of_public(session)

"""Many applications at once from a sheet: one row is one application, received at the window as if it were typed there.

A row is looked at against the edition of its item that counts now, and carried out only under that very edition.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.calendar import services as calendars
from core.cases.models import Case, Timeline
from core.contracts import Sheet, SheetChange, SheetColumn
from core.db import ScopedSession
from core.db.crypto import blind_index
from core.db.ids import new_id
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.settings import queries as settings
from core.sheets.rules import plain_label
from core.web import days
from core.web.fields import is_credit_code, plain, subject_number_fault
from plugins.approval import commands as cmd
from plugins.approval import fields, queries, services, who
from plugins.approval.items.queries import laws
from plugins.approval.items.rules import asked, repealed
from plugins.approval.materials import MANDATE
from plugins.approval.models import Application, Item
from plugins.approval.permissions import Perm
from plugins.approval.settings import DEFERRAL
from plugins.approval.steps import queries as places
from plugins.approval.who import PHONE, PHONE_FAULT

PERSON, BODY = "person", "body"
YES, NO = N_("是"), N_("否")
ALL, NONE = N_("全部"), N_("无")
# The first entries of a case that was opened and given to somebody; with any other it is no longer as it came.
UNTOUCHED = frozenset({"open", "assign"})
OLDEST = dt.timedelta(days=366)
FIELD, OF_FORM = "field:", N_("表单：")
MOVED = N_("%(number)s已经开始办理。")
TWICE = N_("表中前面已经有同一人、同一事项的申请；确实要收两份的，在“再次申请”填“是”。")
AGAIN = N_("这个人30天内申请过同一事项（%(numbers)s）；确实要再收一份的，在“再次申请”填“是”。")


def _number(text: str) -> str:
    number = plain(text).upper()
    if fault := subject_number_fault(number):
        raise DomainError(Problem(fault))
    return number


def _phone(text: str) -> str:
    if not PHONE.regex.match(text):
        raise DomainError(Problem(PHONE_FAULT))
    return plain(text)


def _day(text: str) -> str:
    try:
        day = days.read(text, time.today(), calendars.latest())
    except ValueError:
        raise DomainError(Problem(days.UNREADABLE, "received_on")) from None
    if day > time.today():
        raise DomainError(Problem(N_("收件日期不能晚于今天。"), "received_on"))
    if day < time.today() - OLDEST:
        raise DomainError(Problem(N_("收件日期在一年以前，请核对。"), "received_on"))
    return day.isoformat()


def _names(text: str) -> list[str]:
    return [name.strip() for name in re.split(r"[\n；;]", text) if name.strip()]


def _cosigners(text: str) -> str:
    return "\n".join(_names(text))


def _items(session: ScopedSession) -> dict[str, Item]:
    """The editions that count now, by what a row calls them: the name, with the code where a name is there twice."""
    found = queries.published_items(session)
    names = [item.name for item in found]
    return {item.name if names.count(item.name) == 1 else f"{item.name} {item.code}": item for item in found}


def _villages(session: ScopedSession) -> dict[str, str]:
    found = places.villages(session)
    names = list(found.values())
    return {name: str(unit_id) for unit_id, name in found.items() if names.count(name) == 1}


def _more(session: ScopedSession) -> dict[str, Sequence[SheetColumn]]:
    return {words: [column for _, column in _columns(item)] for words, item in _items(session).items()}


def _columns(item: Item) -> list[tuple[Mapping[str, Any], SheetColumn]]:
    """An item's fields with their columns; one that is called like a column before it says that it is the form's."""
    taken = set(FIXED)
    found: list[tuple[Mapping[str, Any], SheetColumn]] = []
    for field in item.fields:
        head = str(field["label"])
        while plain_label(head) in taken:
            head = f"{OF_FORM}{head}"
        taken.add(plain_label(head))
        found.append((field, _column(field, head)))
    return found


def _column(field: Mapping[str, Any], head: str) -> SheetColumn:
    choices = {value: value for value in field.get("choices", ())}
    return SheetColumn(
        f"{FIELD}{plain_label(head)}",
        head,
        field.get("hint", ""),
        required=field.get("required", True) and not field.get("only_if"),
        choices=(lambda session: choices) if choices else None,
        example=str(field.get("sample", "")),
        longest=fields.LONGEST,
    )


def _look(
    session: ScopedSession, actor: Actor, rows: Sequence[Mapping[str, Any]]
) -> Callable[[Mapping[str, Any]], str]:
    items = {str(item.id): item for item in _items(session).values()}
    known, today = laws(session), time.today()
    gone = {key: repealed(item.basis, known, today) for key, item in items.items()}
    before = _lately(session, rows)
    seen: set[tuple[str, str]] = set()

    def judge(values: Mapping[str, Any]) -> str:
        item = items[values["item"]]
        problems = [*_connections(values, item), *_answers(values, item)]
        if gone[values["item"]]:
            words = N_("该事项的依据“%(law)s”已经失效，现在不能申请，请咨询承办单位。")
            problems.append(Problem(words, "item", {"law": gone[values["item"]][0]}))
        asks = (values["id_number"], values["item"])
        if not values.get("again") and asks in before:
            problems.append(Problem(AGAIN, "again", {"numbers": tuple(before[asks])}))
        elif not values.get("again") and asks in seen:
            problems.append(Problem(TWICE, "again"))
        seen.add(asks)
        if problems:
            raise DomainError(problems)
        return "created"

    return judge


def _lately(session: ScopedSession, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], list[str]]:
    """(ID number, edition) → numbers of the cases that the same person has of it from the last days."""
    by_index = {blind_index(row["id_number"], "id_number"): row["id_number"] for row in rows}
    found: dict[tuple[str, str], list[str]] = {}
    query = (
        select(Case, Application.item_id)
        .join(Application, (Application.tenant_id == Case.tenant_id) & (Application.case_id == Case.id))
        .where(Case.received_on >= time.today() - queries.AGAIN, Case.state != "struck")
    )
    indexes = sorted(by_index)
    for at in range(0, len(indexes), 500):
        for case, item_id in session.execute(query.where(Case.party_index.in_(indexes[at : at + 500]))):
            found.setdefault((by_index[str(case.party_index)], str(item_id)), []).append(case.number)
    return found


def _connections(values: Mapping[str, Any], item: Item) -> list[Problem]:
    """What does not go together in a row, beside the item's own fields."""
    problems = []
    body = is_credit_code(values["id_number"])
    if body != (values["kind"] == BODY):
        words = N_("这是自然人的身份证号。") if not body else N_("这是统一社会信用代码，不是自然人的身份证号。")
        problems.append(Problem(words, "id_number"))
    problems += who.connections(values)
    if values.get("mandate") and not who.mandated(values):
        words = N_("没有代理人，也没有共同申请人，请留空。")
        problems.append(Problem(words, "mandate"))
    if item.valid_from is not None and values["received_on"] < item.valid_from.isoformat():
        words = N_("该事项从%(day)s起才能申请。")
        problems.append(Problem(words, "received_on", {"day": item.valid_from}))
    if (values["channel"] == "oral") != bool(values.get("oral")):
        words = N_("口头申请的填写申请人口头说的内容，其他的不填。")
        problems.append(Problem(words, "oral"))
    known = [row["name"] for row in item.materials]
    if unknown := [name for name in _given(values, known) if name not in known]:
        words = N_("该事项没有材料“%(name)s”。")
        problems.append(Problem(words, "materials", {"name": unknown[0]}))
    return problems


def _given(values: Mapping[str, Any], known: Collection[str]) -> list[str]:
    """The names of the materials that were handed in."""
    said: list[str] = values["materials"]
    return list(known) if said == [ALL] else [] if said == [NONE] else said


def _typed(values: Mapping[str, Any], item: Item) -> dict[str, str]:
    return {field["name"]: values.get(column.name, "") for field, column in _columns(item)}


def _answers(values: Mapping[str, Any], item: Item) -> list[Problem]:
    """What is wrong with the answers to the item's own fields, each at its column; others have no answer here."""
    typed = _typed(values, item)
    form = fields.read_only(item, typed)
    fields.complete(form)
    places = {field["name"]: column.name for field, column in _columns(item)}
    problems = [
        Problem(str(words), places[name]) for name, errors in form.errors.items() if name in places for words in errors
    ]
    wanted = {places[field["name"]] for field in asked(item.fields, typed)}
    others = [name for name in values if name.startswith(FIELD) and name not in wanted]
    return problems + [Problem(N_("该事项的这份申请没有这一栏，请留空。"), name) for name in others]


def _take(session: ScopedSession, actor: Actor, values: Mapping[str, Any]) -> SheetChange:
    """Hand the application in as the window does."""
    _permit(actor)
    item = session.get(Item, (session.tenant, UUID(values["item"])))
    if item is None:
        raise DomainError(Problem(N_("该事项没有公布，不能申请。"), "item"))
    given = set(_given(values, [row["name"] for row in item.materials]))
    mandate = (MANDATE["code"],) if values.get("mandate") else ()
    submission = services.Submission(
        item,
        who.parties(values),
        fields.plain_days(item, _typed(values, item)),
        channel=values["channel"],
        on_paper=(*(row["code"] for row in item.materials if row["name"] in given), *mandate),
        oral=values.get("oral", ""),
        promise_days=int(str(settings.value(session, DEFERRAL))) if values.get("promise") else None,
        received_on=dt.date.fromisoformat(values["received_on"]),
        village_id=UUID(values["village"]) if values.get("village") else None,
    )
    case = services.submit(session, actor, submission, new_id().hex)
    return SheetChange("created", case.id, {}, {"number": case.number})


def _touched(session: ScopedSession, change: SheetChange) -> Problem | None:
    query = select(Timeline.id).where(Timeline.case_id == change.target, Timeline.code.not_in(UNTOUCHED)).limit(1)
    if session.scalar(query) is None:
        return None
    return Problem(MOVED, params={"number": change.after["number"]})


def _undo(session: ScopedSession, actor: Actor, change: SheetChange) -> None:
    """The case keeps its number and ends as entered in error: what was received is never simply gone."""
    _permit(actor)
    case = session.get_one(Case, (session.tenant, change.target))
    cases.act(session, actor, case.id, "strike", cmd.Strike(version=case.version), f"strike:{case.id.hex}")


def _permit(actor: Actor) -> None:
    if not actor.may(Perm.RECEIVE):
        raise Forbidden(Perm.RECEIVE)


COLUMNS = (
    SheetColumn("name", N_("申请人姓名或者名称"), required=True, longest=50, example="样甲"),
    SheetColumn(
        "item",
        N_("申请事项"),
        required=True,
        choices=lambda session: {words: str(item.id) for words, item in _items(session).items()},
    ),
    SheetColumn(
        "kind",
        N_("申请人类型"),
        required=True,
        choices=lambda session: {N_("自然人"): PERSON, N_("法人或者其他组织"): BODY},
    ),
    SheetColumn(
        "id_number",
        N_("证件号码"),
        N_("身份证号，或者统一社会信用代码。"),
        required=True,
        read=_number,
        longest=30,
    ),
    SheetColumn("phone", N_("联系电话"), required=True, read=_phone, longest=30),
    SheetColumn("village", N_("所在村"), choices=_villages),
    SheetColumn("address", N_("住址")),
    SheetColumn("representative", N_("法定代表人或者负责人"), N_("法人或者其他组织填写。"), longest=50),
    SheetColumn(
        "cosigners",
        N_("共同申请人"),
        N_("先写名字，空一格，再写证件号码；几个人的用分号隔开。"),
        read=_cosigners,
        longest=4000,
    ),
    SheetColumn("agent", N_("受托的代理人"), N_("委托他人申请的，填写受托人的名字"), longest=50),
    SheetColumn("agent_number", N_("代理人的证件号码"), read=_number, longest=30),
    SheetColumn("agent_phone", N_("代理人的电话"), read=_phone, longest=30),
    SheetColumn(
        "channel",
        N_("收件方式"),
        required=True,
        choices=lambda session: {N_("窗口书面"): "window", N_("口头申请（工作人员记录）"): "oral"},
    ),
    SheetColumn(
        "received_on",
        N_("收件日期"),
        N_("不晚于今天；期限从这一天起算。"),
        required=True,
        read=_day,
        longest=30,
        example="2026-11-24",
    ),
    SheetColumn(
        "materials",
        N_("收到的材料"),
        N_("填“全部”“无”，或者逐一写材料名称，用分号隔开。"),
        required=True,
        read=_names,
        example="全部",
        longest=2000,
    ),
    SheetColumn(
        "mandate",
        N_("授权委托书或者共同申请人的签名已收到"),
        N_("有代理人或者共同申请人的，收到了填“是”；没有收到的列入“尚未收到”。"),
        choices=lambda session: {YES: True, NO: False},
    ),
    SheetColumn("oral", N_("口头说的内容"), N_("口头申请的填写，并且已向申请人宣读、确认无误。"), longest=4000),
    SheetColumn(
        "promise",
        N_("容缺承诺"),
        N_("申请人已签署容缺承诺的填“是”。"),
        choices=lambda session: {YES: True, NO: False},
    ),
    SheetColumn(
        "again",
        N_("再次申请"),
        N_("同一人30天内申请过同一事项，确实要再收一份的填“是”。"),
        choices=lambda session: {YES: True, NO: False},
    ),
)
FIXED = frozenset(plain_label(column.label) for column in COLUMNS)
APPLICATIONS = Sheet(
    "approval.applications",
    N_("成批收件"),
    N_("一行一份申请，按窗口收件登记，发给编号和收件凭证。"),
    Perm.RECEIVE,
    "approval_staff.intake",
    COLUMNS,
    _look,
    _take,
    _touched,
    _undo,
    N_("收件凭证在每件的“文书”里，请打印后交给申请人。"),
    _more,
)

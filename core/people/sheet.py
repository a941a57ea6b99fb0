"""The staff list as a sheet: who is new is added, who is there is brought up to date; links are given one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.accounts import directory
from core.accounts.actor import Actor
from core.accounts.models import Account, Grant, Person
from core.accounts.permissions import Perm
from core.contracts import Sheet, SheetChange, SheetColumn
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.i18n import N_
from core.people import queries, services
from core.people.rules import BAD_PHONE, PHONE, login_problems
from core.people.services import TAKEN, PersonCommand
from core.people.units import open_units

FIELDS = ("name", "title", "phone")
LEFT = N_("“%(name)s”已经停用或者离任，请先在人员页面恢复。")
ELSEWHERE = N_("“%(name)s”在“%(unit)s”。调动单位请在人员页面办理，未办结的案件要一并移交。")
GONE = N_("这个人已经不在名单里。")
CHANGED_SINCE = N_("“%(name)s”的信息后来又改过。")
IN_USE = N_("“%(name)s”已经授予角色，或者已经有了激活链接。")


def _login(text: str) -> str:
    login = text.lower()
    if problems := login_problems(login):
        raise DomainError(problems)
    return login


def _phone(text: str) -> str:
    if not re.match(PHONE, text):
        raise DomainError(Problem(BAD_PHONE, "phone"))
    return text


def _units(session: ScopedSession) -> Mapping[str, str]:
    """Open units by name; where two have the same one, with their codes."""
    units = open_units(session)
    names = [unit.name for unit in units]
    return {unit.name if names.count(unit.name) == 1 else f"{unit.name} {unit.code}": str(unit.id) for unit in units}


def _look(
    session: ScopedSession, actor: Actor, rows: Sequence[Mapping[str, Any]]
) -> Callable[[Mapping[str, Any]], str]:
    people = select(Person, Account).join(Account, Account.id == Person.account_id)
    known = {account.login: person for person, account in session.execute(people)}
    units = {unit.id: unit.name for unit in open_units(session)}
    names = directory.names_of_logins(session, [row["login"] for row in rows])

    def judge(values: Mapping[str, Any]) -> str:
        person = known.get(values["login"])
        if person is None:
            if names.get(values["login"], values["name"]) != values["name"]:
                raise DomainError(Problem(TAKEN, "login", {"login": values["login"]}))
            return "created"
        return _change_of(person, values, units)

    return judge


def _change_of(person: Person, values: Mapping[str, Any], units: Mapping[UUID, str]) -> str:
    if person.suspended_at is not None or person.left_on is not None:
        raise DomainError(Problem(LEFT, "login", {"name": person.name}))
    if person.unit_id != UUID(values["unit"]):
        unit = units.get(person.unit_id, "")
        raise DomainError(Problem(ELSEWHERE, "unit", {"name": person.name, "unit": unit}))
    return "same" if _now(person) == {**_now(person), **_told(values)} else "changed"


def _take(session: ScopedSession, actor: Actor, values: Mapping[str, Any]) -> SheetChange:
    account, person = directory.known(session, values["login"])
    if person is None:
        command = PersonCommand(
            values["name"], UUID(values["unit"]), values.get("title", ""), values.get("phone", ""), values["login"]
        )
        person = services.add(session, actor, command)
        return SheetChange("created", person.id, {"account": account is not None}, _now(person))
    before = _now(person)
    outcome = _change_of(person, values, {unit.id: unit.name for unit in open_units(session)})
    if outcome == "changed":
        services.change(session, actor, person.id, _command(person, {**before, **_told(values)}))
    return SheetChange(outcome, person.id, before, _now(person))


def _touched(session: ScopedSession, change: SheetChange) -> Problem | None:
    person = session.get(Person, (session.tenant, change.target))
    if person is None or person.account_id is None:
        return Problem(GONE)
    if _now(person) != change.after or person.suspended_at is not None:
        return Problem(CHANGED_SINCE, params={"name": person.name})
    account = session.get_one(Account, person.account_id)
    held = session.scalar(select(Grant.id).where(Grant.account_id == account.id).limit(1))
    opened = not change.before.get("account") and directory.invited_since(session, account)
    if change.outcome == "created" and (held is not None or opened):
        return Problem(IN_USE, params={"name": person.name})
    return None


def _undo(session: ScopedSession, actor: Actor, change: SheetChange) -> None:
    if change.outcome == "created":
        services.take_back(session, actor, change.target, account_too=not change.before["account"])
        return
    person, _account = queries.get(session, change.target)
    services.change(session, actor, person.id, _command(person, change.before))


def _now(person: Person) -> dict[str, str]:
    return {"name": person.name, "title": person.title, "phone": person.phone or ""}


def _told(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: values[name] for name in FIELDS if name in values}


def _command(person: Person, told: Mapping[str, str]) -> PersonCommand:
    return PersonCommand(told["name"], person.unit_id, told["title"], told["phone"])


PEOPLE = Sheet(
    "core.people",
    N_("人员名单"),
    N_("新增人员，更新姓名、职务和电话。按登录名认人；调动、停用和离任不在这里办理。"),
    Perm.PEOPLE,
    "people.index",
    (
        SheetColumn("name", N_("姓名"), required=True, longest=50, example="李样本"),
        SheetColumn(
            "login",
            N_("登录名"),
            N_("小写字母、数字和 . _ -，例如 jin.xiangbing。"),
            required=True,
            unique=True,
            read=_login,
            example="li.yangben",
            longest=40,
        ),
        SheetColumn("unit", N_("单位"), required=True, choices=_units),
        SheetColumn("title", N_("职务"), longest=50, example="科员"),
        SheetColumn("phone", N_("电话"), N_("只用于联系，加密保存。"), read=_phone),
    ),
    _look,
    _take,
    _touched,
    _undo,
    N_("请在人员页面给新增的人授予角色，并生成激活链接交给本人。"),
)

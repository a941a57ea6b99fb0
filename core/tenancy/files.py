"""A tenant's folder as data: ``tenant.toml``, ``units.csv``, ``people.csv``, read whole and checked before any use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core import plugins
from core.i18n import N_
from core.tenancy.models import LEGAL_TITLES, UNIT_FUNCTIONS, UNIT_KINDS
from core.tenancy.reading import (
    BadFiles,
    BadPlace,
    Findings,
    Key,
    Row,
    check_table,
    marked_sample,
    read_csv,
    read_toml,
)
from core.tenancy.rules import role_problem

CODE = re.compile(r"\d{6}(\d{3})?")
LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,39}")

TENANT = {
    "name": Key(str, required=True),
    "division_code": Key(str),
    "sample": Key(bool),
    "plugins": Key(list, of=str),
    "settings": Key(dict, required=True),
}
SETTINGS = {
    # The word before 许 and 办 in the numbers of cases, e.g. 勐约许〔2026〕12号.
    "prefix": Key(str, required=True),
    # Who reconsiders what the tenant decides, and which court is told of in papers (复议法 24, 诉讼法 18).
    "review_organ": Key(str, required=True),
    "court": Key(str, required=True),
    "phone": Key(str),
    # What the footer says of the site's organiser; overlays the installation's.
    "site": Key(dict, of=str),
}


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit as ``units.csv`` has it."""

    code: str
    name: str
    kind: str
    function: str
    legal_title: str
    superior: str
    sample: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as ``people.csv`` has them; `grants` are (unit code, role)."""

    login: str
    name: str
    unit: str
    title: str
    sample: bool
    grants: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TenantFiles:
    """A tenant's folder, read and checked."""

    code: int
    folder: Path
    name: str
    division_code: str
    sample: bool
    plugins: tuple[str, ...]
    settings: Mapping[str, Any]
    units: Sequence[UnitLine] = ()
    people: Sequence[PersonLine] = ()

    @property
    def is_county(self) -> bool:
        """A county's division code has six digits, a township's nine."""
        return self.code < 10**6

    @property
    def county(self) -> int:
        """The county's code: the first six digits."""
        return self.code if self.is_county else self.code // 1000


@dataclass(slots=True)
class _Reading:
    """One pass over a folder of tenants."""

    tenants: list[TenantFiles] = field(default_factory=list)
    bad: list[BadPlace] = field(default_factory=list)
    # login → (name, where it was said first): one login is one person in the whole installation.
    names: dict[str, tuple[str, str]] = field(default_factory=dict)


def read_tenants(folder: Path) -> list[TenantFiles]:
    """Read every tenant's folder below `folder`, the county first, and what plugins keep in them.

    Raises:
        BadFiles: with every bad place of every file.
    """
    reading = _Reading()
    found = sorted(
        (path for path in folder.iterdir() if _is_tenant(path)), key=lambda path: (len(path.name), path.name)
    )
    for place in found:
        _read_tenant(reading, place)
    _check_counties(reading, folder, [int(place.name) for place in found])
    if reading.bad:
        # A county's template is checked for each township that uses it: say once what is bad.
        raise BadFiles(list({str(place): place for place in reading.bad}.values()))
    return reading.tenants


def _is_tenant(path: Path) -> bool:
    return path.is_dir() and CODE.fullmatch(path.name) is not None


def _check_counties(reading: _Reading, folder: Path, codes: Sequence[int]) -> None:
    bad = Findings(folder)
    counties = [code for code in codes if code < 10**6]
    if len(counties) != 1:
        bad.add("", N_("应当正好有一个县（六位区划代码的文件夹），实际有%(found)d个。"), found=len(counties))
    for code in codes:
        if code >= 10**6 and counties and code // 1000 not in counties:
            bad.add("", N_("乡镇%(code)d不属于这个县。"), code=code)
    reading.bad += bad.places


def _read_tenant(reading: _Reading, folder: Path) -> None:
    code = int(folder.name)
    about, units_bad, people_bad = (Findings(folder / name) for name in ("tenant.toml", "units.csv", "people.csv"))
    table = read_toml(about)
    known = table is not None and _check_about(about, table)
    units = _read_units(units_bad)
    tier = "county" if code < 10**6 else "township"
    people = _read_people(reading, people_bad, {unit.code: unit.kind for unit in units}, tier)
    places = [place for bad in (about, units_bad, people_bad) for place in bad.places]
    for _, found in plugins.registry().each("check_sample", code=code, folder=folder, units={u.code for u in units}):
        places += found
    reading.bad += places
    if known and table is not None and not places:
        reading.tenants.append(
            TenantFiles(
                code,
                folder,
                table["name"],
                table.get("division_code", str(code)),
                table.get("sample", False),
                tuple(table.get("plugins", ())),
                table["settings"],
                units,
                people,
            )
        )


def _check_about(bad: Findings, table: Mapping[str, Any]) -> bool:
    if not check_table(bad, table, TENANT):
        return False
    kinds = {"number": int, "flag": bool}
    further = {code: Key(kinds.get(item.kind, str)) for code, item in plugins.registry().settings.items()}
    check_table(bad, table["settings"], {**further, **SETTINGS}, "settings.")
    known = {info.name: info for info in plugins.registry().switchable}
    for index, name in enumerate(table.get("plugins", ())):
        if name not in known:
            bad.add(f"plugins[{index}]", N_("没有“%(name)s”这个功能模块。"), name=name)
        else:
            for need in known[name].requires:
                if need != plugins.CORE and need not in table["plugins"]:
                    bad.add(f"plugins[{index}]", N_("“%(name)s”需要同时开启“%(need)s”。"), name=name, need=need)
    return not bad.places


def _read_units(bad: Findings) -> list[UnitLine]:
    found: dict[str, UnitLine] = {}
    for row in read_csv(bad, ("code", "name", "kind", "legal_title"), ("function", "superior", "sample")):
        said = {name: value for name, value in row.values.items() if name != "sample"}
        unit = UnitLine(**said, sample=marked_sample(bad, row))
        if unit.code in found:
            bad.add(row.line, N_("单位代码“%(code)s”重复。"), code=unit.code)
        if unit.function in {other.function for other in found.values()} - {""}:
            bad.add(row.line, N_("“%(function)s”已经是另一个单位的职能。"), function=unit.function)
        _one_of(bad, row, "kind", UNIT_KINDS)
        if unit.function:
            _one_of(bad, row, "function", UNIT_FUNCTIONS)
        _one_of(bad, row, "legal_title", LEGAL_TITLES)
        found[unit.code] = unit
    return list(found.values())


def _one_of(bad: Findings, row: Row, name: str, allowed: Iterable[str]) -> None:
    if row.values[name] not in allowed:
        words = N_("“%(name)s”不能是“%(value)s”，只能是：%(choices)s。")
        bad.add(row.line, words, name=name, value=row.values[name], choices="、".join(allowed))


def _read_people(reading: _Reading, bad: Findings, kinds: Mapping[str, str], tier: str) -> list[PersonLine]:
    found: dict[str, PersonLine] = {}
    for row in read_csv(bad, ("name", "login", "unit"), ("role", "title", "sample")):
        login, unit = row.values["login"], row.values["unit"]
        if not LOGIN.fullmatch(login):
            bad.add(row.line, N_("登录名“%(login)s”只能用小写字母、数字和 . _ -，以字母开头，2至40个字。"), login=login)
        if login in found:
            bad.add(row.line, N_("登录名“%(login)s”重复。"), login=login)
        _same_person(reading, bad, row)
        if unit not in kinds:
            bad.add(row.line, N_("没有代码为“%(unit)s”的单位。"), unit=unit)
        grants = tuple(_grants(bad, row, kinds, tier))
        sample = marked_sample(bad, row)
        found[login] = PersonLine(login, row.values["name"], unit, row.values["title"], sample, grants)
    return list(found.values())


def _same_person(reading: _Reading, bad: Findings, row: Row) -> None:
    here = f"{bad.file.parent.name}/{bad.file.name}:{row.line}"
    name, where = reading.names.setdefault(row.values["login"], (row.values["name"], here))
    if name != row.values["name"]:
        words = N_("登录名“%(login)s”在 %(where)s 已经属于“%(name)s”。")
        bad.add(row.line, words, login=row.values["login"], where=where, name=name)


def _grants(bad: Findings, row: Row, kinds: Mapping[str, str], tier: str) -> Iterable[tuple[str, str]]:
    """The roles of a line, joined by ``|``, held in the person's unit."""
    roles = plugins.registry().roles
    unit = row.values["unit"]
    for code in filter(None, (part.strip() for part in row.values["role"].split("|"))):
        if code not in roles:
            bad.add(row.line, N_("没有“%(role)s”这个角色，可用的有：%(roles)s。"), role=code, roles="、".join(roles))
        elif problem := role_problem(roles[code], kinds.get(unit), tier):
            bad.add(row.line, problem, role=code, unit=unit)
        else:
            yield unit, code

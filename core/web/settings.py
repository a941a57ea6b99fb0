"""The pages of settings: a tenant's, its units', and the county's for all townships; each says what counts and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import SelectField, StringField

from core import plugins
from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.contracts import Setting, SettingValue
from core.db import ScopedSession
from core.errors import NotFound
from core.i18n import N_
from core.people import units
from core.settings import queries, services
from core.settings import web as settings
from core.settings.rules import NO, YES, Effective, field_of, may_set, resolve, written
from core.settings.services import COUNTY, TENANT, UNIT, Change
from core.tenancy.models import Unit
from core.web import request as web_request
from core.web.filters import translated
from core.web.forms import KeyedForm, carry_out, status_of

bp = Blueprint("settings", __name__)
ORIGINS = {
    "default": N_("默认"),
    "installation": N_("安装时的设置"),
    "county": N_("县里"),
    "tenant": N_("本级"),
    "unit": N_("本单位"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A setting as the page shows it: its field, what counts here and who said so, and who else said what."""

    setting: Setting
    field: str
    effective: Effective
    editable: bool
    differing: tuple[str, ...] = ()


@bp.route("/w/<int:code>/admin/settings", methods=["GET", "POST"])
@requires(Perm.SETTINGS)
def tenant(code: int) -> ResponseReturnValue:
    """What counts in the tenant, or in one unit of it, and what is set for it here."""
    reader, actor = web_request.reading(), web_request.actor()
    whole = actor.units(Perm.SETTINGS) is None
    choices = [unit for unit in units.open_units(reader) if actor.may(Perm.SETTINGS, unit.id)]
    unit = _chosen(choices, whole)
    level = UNIT if unit is not None else TENANT
    known = queries.of_measures(web_request.enabled())
    form = _form(level, known, settings.layers(unit))
    answer = _save(form, level, known, unit)
    if answer is not None:
        return answer
    page = render_template(
        "admin/settings.html",
        form=form,
        groups=_groups(level, known, settings.layers(unit), lambda setting: _unit_names(reader, setting)),
        unit=unit,
        units=choices,
        whole=whole,
        level=level,
        origins=ORIGINS,
        shown=shown,
    )
    return page, status_of(form)


@bp.route("/county/settings", methods=["GET", "POST"])
@requires(Perm.COUNTY_SETTINGS)
def county() -> ResponseReturnValue:
    """What the county sets for all townships, and where a township has it otherwise."""
    own, townships = web_request.tenant(), web_request.townships()
    known = {
        name: [setting for setting in found if may_set(setting, COUNTY)]
        for name, found in queries.of_measures(frozenset(plugins.registry().plugins)).items()
    }
    said = {
        "installation": {f"site.{name}": words for name, words in web_request.current_settings().site.items()},
        "county": own.settings.get(queries.FOR_TOWNSHIPS, {}),
    }
    form = _form(COUNTY, known, said)
    answer = _save(form, COUNTY, known, None)
    if answer is not None:
        return answer
    others, places = queries.differing(townships, own), web_request.place_names()
    page = render_template(
        "admin/settings.html",
        form=form,
        groups=_groups(COUNTY, known, said, lambda setting: _town_words(others.get(setting.code, {}), places)),
        unit=None,
        units=[],
        whole=True,
        level=COUNTY,
        origins=ORIGINS,
        shown=shown,
    )
    return page, status_of(form)


def shown(setting: Setting, value: SettingValue) -> str:
    """A value in words."""
    if value is None or value == "":
        return str(gettext("（空）"))
    if isinstance(value, bool):
        return str(gettext("是") if value else gettext("否"))
    return translated(setting.choices.get(str(value), "")) or str(value)


def _chosen(choices: list[Unit], whole: bool) -> Unit | None:
    """The unit in the address; the first of one's own where one administers units only."""
    named = request.args.get("unit", "")
    if not named:
        return None if whole else (choices[0] if choices else abort(404))
    found = next((unit for unit in choices if str(unit.id) == named), None)
    if found is None:
        raise NotFound(named)
    return found


def _form(level: str, known: dict[str, list[Setting]], said: Any) -> KeyedForm:
    """One field for each setting the level may set, holding the level's own value or nothing."""
    fields: dict[str, Any] = {}
    for setting in _of_level(known, level):
        effective = resolve(setting, said)
        own = effective.said.get(level)
        wider = effective.inherited if level in effective.said else effective.value
        label, text = gettext(setting.label), gettext(setting.help) if setting.help else ""
        again = gettext("不单独设置（%(value)s）", value=shown(setting, wider))
        if setting.kind in {"flag", "choice"}:
            choices = (
                {YES: gettext("是"), NO: gettext("否")}
                if setting.kind == "flag"
                else {value: gettext(words) for value, words in setting.choices.items()}
            )
            fields[field_of(setting)] = SelectField(
                label,
                choices={"": again, **choices},
                default=written(own),
                description=text,
                validate_choice=False,
            )
        else:
            held = {"placeholder": shown(setting, wider)}
            fields[field_of(setting)] = StringField(label, default=written(own), description=text, render_kw=held)
    made: KeyedForm = type("SettingsForm", (KeyedForm,), fields)()
    return made


def _of_level(known: dict[str, list[Setting]], level: str) -> Iterable[Setting]:
    return (setting for found in known.values() for setting in found if may_set(setting, level))


def _save(
    form: KeyedForm, level: str, known: dict[str, list[Setting]], unit: Unit | None
) -> ResponseReturnValue | None:
    if not form.validate_on_submit():
        return None
    typed = {setting.code: str(form[field_of(setting)].data or "") for setting in _of_level(known, level)}
    command = Change(typed, level, unit.id if unit is not None else None)
    changed = carry_out(form, lambda writer: services.change(writer, web_request.actor(), command))
    if changed is None:
        return None
    flash(gettext("已修改%(number)d项设置，立即生效。", number=len(changed)) if changed else gettext("没有修改。"))
    return redirect(request.full_path.rstrip("?"), 303)


def _groups(level: str, known: dict[str, list[Setting]], said: Any, differing: Any) -> list[tuple[str, list[Row]]]:
    """Label of a plugin → its settings."""
    infos = plugins.registry().plugins
    return [
        (
            infos[name].label,
            [
                Row(
                    setting,
                    field_of(setting),
                    resolve(setting, said),
                    may_set(setting, level),
                    tuple(differing(setting)) if level != UNIT else (),
                )
                for setting in found
            ],
        )
        for name, found in known.items()
        if found
    ]


def _unit_names(reader: ScopedSession, setting: Setting) -> list[str]:
    """The units with a value of their own, in words."""
    if setting.level != UNIT:
        return []
    return [
        f"{unit.name}：{shown(setting, settings.value(setting.code, unit))}"
        for unit in queries.units_differing(reader, setting)
    ]


def _town_words(found: dict[int, Effective], places: dict[int, str]) -> list[str]:
    return [f"{places[town]}：{shown(effective.setting, effective.value)}" for town, effective in found.items()]

"""Lists that are edited on one page, row by row and without a script: an item's materials and its form fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from core.web.filters import problem_words
from core.web.forms import worded
from core.web.rows import Row, RowsForm
from plugins.approval.items import rules
from plugins.approval.items.forms import at_most, lines
from plugins.approval.steps.rules import DOERS, MOST_DAYS, POST

FORMS = rules.MATERIAL_FORMS


class MaterialRow(Row):
    """A material: where it comes from, in what form and how many, and whether it may follow later 可容缺."""

    code = HiddenField()
    name = StringField(rules.TERMS["name"], [at_most(100)])
    source = StringField(rules.TERMS["source"], [at_most(100)], description=_("例如“申请人自备”“公安机关核发”。"))
    form = SelectField(rules.TERMS["form"], choices=lambda: [("", ""), *worded(FORMS)().items()])
    copies = IntegerField(rules.TERMS["copies"], [Optional(), NumberRange(0, 20, _("请填写0至20的整数。"))])
    deferrable = BooleanField(rules.TERMS["deferrable"])
    note = StringField(rules.TERMS["note"], [at_most(500)])


class FieldRow(Row):
    """A field of the item's form."""

    named, key = "label", "name"

    name = HiddenField()
    label = StringField(rules.TERMS["label"], [at_most(50)])
    kind = SelectField(rules.TERMS["kind"], choices=worded(rules.KINDS))
    required = BooleanField(rules.TERMS["required"])
    hint = StringField(rules.TERMS["hint"], [at_most(200)])
    choices = TextAreaField(rules.TERMS["choices"], [at_most(1000)], description=_("单选、多选的写，一个一行。"))
    only_field = StringField(_("只在这一栏"), [at_most(50)], description=_("前面一个单选栏目的名称；不填：总是出现。"))
    only_value = StringField(_("选了这一项时出现"), [at_most(200)])


class StepRow(Row):
    """A step before receipt or after delivery: who does it, under which article, in how many days, with which proof."""

    code = HiddenField()
    name = StringField(rules.TERMS["name"], [at_most(50)])
    phase = SelectField(rules.TERMS["phase"], choices=worded(rules.STEP_PHASES))
    who = SelectField(rules.TERMS["who"], choices=worded(DOERS))
    article = StringField(rules.TERMS["article"], [at_most(100)], description=_("例如“土地管理法实施条例34①”。"))
    days = IntegerField(
        rules.TERMS["days"],
        [Optional(), NumberRange(1, MOST_DAYS, _("请填写1至365的整数。"))],
        description=_("收件之前的：至少公示多少天；送达之后的：计划在多少天以内办。没有的不填。"),
    )
    proof = BooleanField(rules.TERMS["proof"], description=_("登记完成时必须上传。"))


class MaterialsForm(RowsForm):
    """The materials of an item."""

    row_class = MaterialRow

    def begin(self, held: Sequence[Mapping[str, Any]]) -> RowsForm:
        """As every list; the files of a material are not edited here, and stay with it."""
        self.files = {row["code"]: {which: row[which] for which in rules.SAMPLES if which in row} for row in held}
        return super().begin(held)

    def to_told(self) -> dict[str, Any]:
        """The materials; one name twice is one."""
        found = {
            str(row.name.data).strip(): {
                "code": row.code.data,
                "name": str(row.name.data).strip(),
                **{name: value for name in ("source", "form", "note") if (value := str(row[name].data or "").strip())},
                **({"copies": row.copies.data} if row.copies.data else {}),
                **({"deferrable": True} if row.deferrable.data else {}),
                **self.files.get(str(row.code.data), {}),
            }
            for row in self.given
        }
        return {"materials": list(found.values())}


class StepsForm(RowsForm):
    """The steps before and after of an item."""

    row_class = StepRow

    def to_told(self) -> dict[str, Any]:
        """The steps, those before first; one name twice is one."""
        found = {
            str(row.name.data).strip(): {
                "code": row.code.data,
                "phase": row.phase.data,
                "name": str(row.name.data).strip(),
                "who": row.who.data,
                **({"article": article} if (article := str(row.article.data or "").strip()) else {}),
                **({"days": row.days.data} if row.days.data else {}),
                **({"proof": True} if row.proof.data else {}),
            }
            for row in self.given
        }
        return {"steps": sorted(found.values(), key=lambda step: step["phase"] == POST)}


class FieldsForm(RowsForm):
    """The fields of an item's form."""

    row_class = FieldRow

    def begin(self, held: Sequence[Mapping[str, Any]]) -> RowsForm:
        """As every list; a condition is shown by the label of the field it looks at."""
        labels = {field["name"]: field["label"] for field in held}
        shown = [
            {
                "required": True,
                **field,
                "choices": "\n".join(field.get("choices", ())),
                "only_field": labels.get(field.get("only_if", {}).get("field"), ""),
                "only_value": field.get("only_if", {}).get("value", ""),
            }
            for field in held
        ]
        self.held = {field["name"]: field for field in held}
        return super().begin(shown)

    def validate(self, extra_validators: Any = None) -> bool:
        """As every list, and the fields go together."""
        good = super().validate(extra_validators)
        found = rules.field_problems(self.to_told()["fields"])
        for at, problem in found:
            field = self.given[at][problem.field or "label"]
            field.errors = [*field.errors, problem_words(problem)]
        return good and not found

    def to_told(self) -> dict[str, Any]:
        """The fields, each with its condition."""
        names = {str(row.label.data).strip(): row.name.data for row in self.given}
        return {"fields": [self._field(row, names) for row in self.given]}

    def _field(self, row: Any, names: Mapping[str, str]) -> dict[str, Any]:
        before = self.held.get(row.name.data, {})
        told: dict[str, Any] = {
            "name": row.name.data,
            "label": str(row.label.data).strip(),
            "kind": row.kind.data,
            "required": bool(row.required.data),
        }
        if hint := str(row.hint.data or "").strip():
            told["hint"] = hint
        if row.kind.data in {"choice", "several"}:
            told["choices"] = list(dict.fromkeys(lines(row.choices.data)))
        if other := str(row.only_field.data or "").strip():
            told["only_if"] = {"field": names.get(other, ""), "value": str(row.only_value.data or "").strip()}
        return {**told, **({"sample": before["sample"]} if "sample" in before else {})}

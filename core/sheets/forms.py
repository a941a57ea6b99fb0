"""The form by which rows are brought in: a file, or rows pasted from a spreadsheet."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import FileField, TextAreaField
from wtforms.validators import Length

from core.errors import DomainError, Problem
from core.files.kinds import tidy_name
from core.files.web import TAKEN, Incoming, forget, incoming
from core.i18n import N_
from core.sheets import reading
from core.sheets.rules import Grid
from core.web.forms import KeyedForm

NEITHER = N_("请选择文件，或者粘贴表格的内容。")
PASTED = N_("粘贴的内容")
LONGEST = 500_000


class BringForm(KeyedForm):
    """A file or pasted rows; where both are there, the file, and of several the one that was chosen last."""

    file = FileField(_("填好的文件"), description=_("XLSX或者CSV文件，不超过10MB，一次最多5000行。"))
    text = TextAreaField(
        _("或者从表格里复制后粘贴"),
        [Length(max=LONGEST, message=_("不能超过%(max)d个字。"))],
        description=_("连同表头一起复制。"),
    )

    def to_grid(self) -> tuple[Grid, str] | None:
        """What was brought, and what it is called; None with the reason at its field."""
        given, text = [*incoming("file")][-1:], str(self.text.data or "")
        try:
            for file in given:
                return read_upload(file), tidy_name(file.name)
            if text.strip():
                return reading.read_text(text), PASTED
        except DomainError as error:
            field = "file" if given else "text"
            self.add_problems(Problem(one.message, field, one.params) for one in error.problems)
            return None
        self.add_problems([Problem(NEITHER, "file")])
        return None


def read_upload(file: Incoming) -> Grid:
    """The rows of a file that a form brought; the pieces it came in go.

    Raises:
        DomainError: as `core.sheets.reading.read_file`, or its pieces are gone.
    """
    try:
        with file.stream as stream:
            return reading.read_file(stream, file.name)
    except FileNotFoundError:
        raise DomainError(Problem(TAKEN, params={"name": tidy_name(file.name)})) from None
    finally:
        if file.upload_id is not None:
            forget(file.upload_id)

"""Forms: one key against the second click, one version against the stale page, and every problem at its field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from sqlalchemy.orm.exc import StaleDataError
from wtforms import HiddenField, IntegerField
from wtforms.validators import Regexp
from wtforms.widgets import HiddenInput

from core.cases.services import STALE
from core.db import ScopedSession, WriteBusy, new_id
from core.db.steady import ClockBack
from core.errors import DomainError, Problem
from core.i18n import N_
from core.web.filters import problem_words
from core.web.request import writing

T = TypeVar("T")
BUSY = N_("系统正忙，请稍后再提交一次，您填写的内容没有丢失。")
CLOCK_BACK = N_("服务器的时钟被调慢了，在校准以前不能保存，以免日期出错；查看不受影响。请联系系统管理员。")


def status_of(*forms: FlaskForm) -> int:
    """The status of a page with forms: 422 where one says what is wrong with what was sent, 200 otherwise."""
    return 422 if any(form.errors for form in forms) else 200


class ToldForm(FlaskForm):
    """A form that shows what was refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Problems of fields that the template draws itself: words → the field's id.
        self.drawn_at: dict[str, str] = {}

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Show each problem at its field, those of no field above the form."""
        for problem in problems:
            words = problem_words(problem)
            if problem.field and problem.field in self:
                field = self[problem.field]
                field.errors = [*field.errors, words]
                continue
            self.form_errors.append(words)
            if problem.field:
                self.drawn_at[words] = problem.field


class KeyedForm(ToldForm):
    """A form that is carried out once: its key goes with it from the first page on."""

    # Only keys of our own making: an empty or guessed one would find what somebody else sent under it.
    key = HiddenField(
        default=lambda: new_id().hex,
        validators=[Regexp(r"^[0-9a-f]{32}$", message=_("这份表单不完整，请重新打开页面填写。"))],
    )


class ActForm(KeyedForm):
    """The form of an act on a case, with the version its page showed."""

    version = IntegerField(widget=HiddenInput(), default=0)

    def shows(self, version: int) -> None:
        """Bind the form to the version its page shows now: told that it was stale, the reader may send it again."""
        self.version.data, self.version.raw_data = version, None


def worded(labels: Mapping[str, str]) -> Callable[[], dict[str, str]]:
    """Choices of a field, value → label (marked ``N_``), in the reader's language whenever the form is made.

    Raises:
        TypeError: a label is marked ``_`` and would be drawn as one choice for each of its characters.
    """
    if lazy := [value for value, label in labels.items() if type(label) is not str]:
        raise TypeError(f"labels of {lazy} are marked _() instead of N_()")
    return lambda: {value: gettext(label) for value, label in labels.items()}


def carry_out(
    form: KeyedForm,
    service: Callable[[ScopedSession], T],
    turn: Callable[[], AbstractContextManager[ScopedSession]] = writing,
) -> T | None:
    """Run a service in the request's write turn; what it refuses becomes the form's errors and None comes back.

    Args:
        turn: `core.web.request.trying` where the service is to be undone.
    """
    try:
        with turn() as session:
            return service(session)
    except DomainError as error:
        form.add_problems(error.problems)
    except StaleDataError:
        form.add_problems([Problem(STALE)])
    except WriteBusy as error:
        form.add_problems([Problem(busy(error))])
    return None


def busy(error: WriteBusy) -> str:
    """Why nothing could be kept just now."""
    return CLOCK_BACK if isinstance(error, ClockBack) else BUSY

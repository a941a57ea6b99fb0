"""What plugins give to core: frozen dataclasses only. Core alone collects them, checks for duplicates, and freezes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from core.accounts.actor import Actor
    from core.cases.models import Case
    from core.cases.queries import CaseFilter
    from core.config import Config
    from core.db import Database, ScopedSession
    from core.errors import Problem
    from core.exchange.models import ParcelReceived
    from core.exchange.parcel import Parcel
    from core.search.backend import Doc
    from core.tenancy.models import Unit


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """Who a plugin is. `preview` plugins are off until a township turns them on; `requires` names other plugins."""

    name: str
    label: str
    summary: str
    version: str
    requires: tuple[str, ...] = ()
    preview: bool = False


@dataclass(frozen=True, slots=True)
class Permission:
    """Something a role may do, named ``<plugin>.<resource>.<action>``; `label` completes "只有…可以"."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Role:
    """A template of permissions that a grant names.

    Attributes:
        tier: the level of tenant that may hold it, ``county`` or ``township``.
        unit_kinds: kinds of unit in which it may be granted; empty means any (村委会组织法 6: a village never decides).
        own_unit: True when it sees only its own unit's cases, False when it sees the whole tenant's.
    """

    code: str
    label: str
    permissions: frozenset[str]
    tier: str = "township"
    unit_kinds: frozenset[str] = frozenset()
    own_unit: bool = True


@dataclass(frozen=True, slots=True)
class RoleGrants:
    """Permissions a plugin adds to a role that exists."""

    role: str
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Start:
    """Start a clock on `on(facts, command)`; `when` may leave it out, `length` and `source` come from the item."""

    rule: str
    on: Callable[[Any, Any], dt.date]
    when: Callable[[Any, Any], bool] = lambda facts, command: True
    length: Callable[[Any, Any], int | None] = lambda facts, command: None
    source: Callable[[Any, Any], str] = lambda facts, command: ""


@dataclass(frozen=True, slots=True)
class Stop:
    """End a running clock because what it demanded was done."""

    rule: str


@dataclass(frozen=True, slots=True)
class Suspend:
    """Stop the count from the day after `on(facts, command)`, on `ground`, by a named document."""

    rule: str
    on: Callable[[Any, Any], dt.date]
    ground: Callable[[Any, Any], str]
    document: Callable[[Any, Any], str]


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on counting from the day after `on(facts, command)`."""

    rule: str
    on: Callable[[Any, Any], dt.date]


@dataclass(frozen=True, slots=True)
class Restart:
    """Drop the earlier days and count anew from `on(facts, command)`; the old clock stays in the history."""

    rule: str
    on: Callable[[Any, Any], dt.date]


@dataclass(frozen=True, slots=True)
class Extend:
    """Lengthen a running clock once, by the named approver's decision, on or before its base due day."""

    rule: str
    amount: Callable[[Any, Any], int]


@dataclass(frozen=True, slots=True)
class Lapse:
    """End a clock whose limit passed without the act, because the law takes the silence for one."""

    rule: str


ClockAct = Start | Stop | Suspend | Resume | Restart | Extend | Lapse


Article = str | Callable[[Any], str]


def article_under(article: Article, facts: Any) -> str:
    """The article under which an act is done in this case, where it depends on the facts (a type of item, a law)."""
    return article(facts) if callable(article) else article


class Guard(Protocol):
    """A pure check: every reason why the act is refused, at once, in words."""

    def __call__(self, facts: Any, command: Any, /) -> list[Problem]: ...


class Handler(Protocol):
    """Fills the plugin's detail row; never assigns state or dates."""

    def __call__(self, session: ScopedSession, actor: Actor, case: Case, facts: Any, command: Any, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is typed once for several cases: a ``day``, ``words``, or a ``person`` of the cases' units.

    `label` is marked ``N_``.
    """

    name: str
    label: str
    kind: str = "words"


@dataclass(frozen=True, slots=True)
class Bulk:
    """How an act is done on several cases at once 批量办理: the same input for all, each case by itself.

    Attributes:
        command: the act's command, from the version of a case and what was typed: a day as `date`, words as `str`.
    """

    command: Callable[[int, Mapping[str, Any]], Any]
    asks: tuple[Ask, ...] = ()


HANDLER, PARTY = "handler", "party"


@dataclass(frozen=True, slots=True)
class Tell:
    """Whom an act tells: the case's ``handler``, its ``party``, or those who hold a permission for the case's unit.

    Attributes:
        words: a msgid that names the case's ``number`` and the ``act``; empty for the plain word on progress.
    """

    to: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """One act on a case, as data: who may, from where to where, what it does to clocks, papers and people.

    Attributes:
        code, label: the act's name in code and in the law's word (marked ``N_``).
        sources, target: states; `target` may be computed from (facts, command). ``"="`` leaves the state as it is.
        permission: which permission of staff opens it, for the case's unit; empty = nobody's.
        by_party: the party may do it, through number and code.
        by_system: the sweep does it, when the law takes silence for an act.
        command: the dataclass that carries the input (always has `version: int`).
        facts: loads what guard and clocks need (queries.py).
        ready: pure, from facts alone; what stands in the way whatever is typed. The act looks at it before its guard,
            and the case's page says the same beside the act.
        guard: pure, returns every problem of what was typed at once.
        handler: fills the detail row (services.py).
        clocks: what happens to the clocks, in order.
        papers: codes of the papers it makes, or a function of (facts, command).
        reply: the words of the answer to the person, None when this act answers nothing.
        note: what the timeline says, from (facts, command).
        article: the article under which it is done, or a function of the facts.
        applies: from facts, False where this case never knows the act; it is then not offered (the guard refuses it).
        notify: whom it tells; nobody is told of what they did themselves.
        bulk: how it is done on several cases at once; None where each asks for words of its own.
    """

    code: str
    label: str
    sources: tuple[str, ...]
    target: str | Callable[[Any, Any], str]
    permission: str
    command: type
    article: Article
    facts: Callable[[ScopedSession, Case], Any] = lambda session, case: None
    ready: Callable[[Any], list[Problem]] = lambda facts: []
    guard: Guard = lambda facts, command: []
    handler: Handler | None = None
    clocks: tuple[ClockAct, ...] = ()
    papers: tuple[str, ...] | Callable[[Any, Any], tuple[str, ...]] = ()
    reply: Callable[[Any, Any], str] | None = None
    note: Callable[[Any, Any], str] = lambda facts, command: ""
    applies: Callable[[Any], bool] = lambda facts: True
    by_party: bool = False
    by_system: bool = False
    notify: tuple[Tell, ...] = ()
    bulk: Bulk | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A state of a case kind, and the word of the fixed public vocabulary that the party reads for it."""

    code: str
    label: str
    public: str
    final: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """What the law makes of a limit that passed without the act: the sweep performs `transition` for `rule`.

    The rule names its `Effect`; one that only flags needs no silence here.

    Attributes:
        command: made from the case and the law's day of the effect, which may lie long before the sweep.
    """

    rule: str
    transition: str
    command: Callable[[Case, dt.date], Any]


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure of a period 统计指标, over the cases of one kind.

    Attributes:
        code: ``<plugin>.<name>``.
        definition: in a sentence, what is counted, by which day, and what is left out.
        unit: ``件``, ``%`` or ``天``.
        kind: the kind of case, whose `read` permission opens the figure.
        counted: from the first and the last day of a period the filter of the list behind the figure.
        value: what each case of that list counts as, for shares 1 or 0; None where cases themselves are counted.
        how: ``count``, ``share``, ``mean`` or ``median`` of the values.
        public: anybody may read it, for a whole tenant.
    """

    code: str
    label: str
    definition: str
    unit: str
    kind: str
    counted: Callable[[dt.date, dt.date], CaseFilter]
    value: Callable[[], ColumnElement[int]] | None = None
    how: str = "count"
    public: bool = False


@dataclass(frozen=True, slots=True)
class CaseKind:
    """A kind of case a plugin owns.

    Attributes:
        code: ``<plugin>.<kind>``.
        series: the number's prefix, e.g. ``"许"``; numbers run per tenant, series and year.
        opening: clocks that start when the case is opened, from (command, facts).
        answerable: True when a final state needs a reply to the person who opened it.
        read: the permission that opens its cases to staff, for their unit or the whole tenant.
        act_endpoint: the form of an act for staff; called with ``code``, ``case_id`` and ``act``.
        party_endpoint: the form of an act for the party; called the same way.
        detail_template, detail: what the kind adds to the case's page, for staff and party alike.
    """

    code: str
    label: str
    series: str
    initial: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    opening: tuple[ClockAct, ...] = ()
    opening_papers: tuple[str, ...] | Callable[[Any, Any], tuple[str, ...]] = ()
    opening_article: Article = ""
    silences: tuple[Silence, ...] = ()
    answerable: bool = True
    read: str = ""
    act_endpoint: str = ""
    party_endpoint: str = ""
    detail_template: str = ""
    detail: Callable[[ScopedSession, Case], dict[str, Any]] = lambda session, case: {}
    facts: Callable[[ScopedSession, Case], Any] = lambda session, case: None


@dataclass(frozen=True, slots=True)
class Paper:
    """A registered paper: its legal name, its template, and the elements the law requires on it.

    Attributes:
        context: builds the frozen context from (session, case, facts, command); every name in `required` must be there.
    """

    code: str
    name: str
    template: str
    article: str
    required: tuple[str, ...]
    context: Callable[[ScopedSession, Case, Any, Any], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Units:
    """Units of a tenant, named by what they are or by what they do there; one of both is enough."""

    kinds: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()

    def hold(self, kind: str, function: str) -> bool:
        """Whether a unit of this kind and function is among them."""
        return kind in self.kinds or function in self.functions


@dataclass(frozen=True, slots=True)
class Part:
    """What a submission must hold beside its text: lines under a heading, one thing a line."""

    code: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """What a unit hands in for a duty: one text, and lines for each part the duty asks for."""

    text: str = ""
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DutyRule:
    """A duty 任务 that units owe in every period of a calendar rule, and to whom they hand it in.

    Attributes:
        code: the code of its calendar rule (kind ``cal``), which gives name, date, source and warning days.
        owes: the units of the tenant that owe it; the one that receives it never does.
        to: who receives it: the function or else the kind of a unit. Empty: nobody. One that the tenant does not have
            lies outside it, and the unit itself confirms that it was handed in there.
        tier: the level of tenant that owes it, ``township`` or ``county``.
        once: there is only ever one for a unit.
        target: something to strive for 力争, never overdue.
        nil: nothing to report is an answer, given with one click.
        parts: what a submission holds beside its text.
        check: pure; what is missing or out of bounds in a submission, all at once.
        prefill: lines of parts that the plugin knows already, for a unit and the first and last day of the period.
    """

    code: str
    owes: Units
    to: str = ""
    tier: str = "township"
    once: bool = False
    target: bool = False
    nil: bool = False
    parts: tuple[Part, ...] = ()
    check: Callable[[Submission], list[Problem]] = lambda submission: []
    prefill: Callable[[ScopedSession, Unit, dt.date, dt.date], Mapping[str, tuple[str, ...]]] = (
        lambda session, unit, first, last: {}
    )


@dataclass(frozen=True, slots=True)
class NavItem:
    """A link in the workspace's menu; shown only where the plugin is on and the actor holds `permission`."""

    label: str
    endpoint: str
    permission: str
    icon: str = ""
    order: int = 100
    badge: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A figure on the workbench that opens its list.

    Attributes:
        mine: the next step is the reader's own.
        help: how it is counted, where the label leaves that open (marked ``N_``).
    """

    label: str
    value: int
    url: str
    order: int = 100
    mine: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a portal section and of the feed: the same entry is used in both."""

    title: str
    url: str
    date: dt.date
    summary: str = ""


@dataclass(frozen=True, slots=True)
class PortalSection:
    """A section of the township's home page; empty sections are not shown."""

    code: str
    label: str
    entries: tuple[Entry, ...]
    more_url: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class PublicationType:
    """A type of publication 公开事项: who may read it, how long it stays at least, and when its column is not kept up.

    Attributes:
        code: ``<plugin>.<type>``.
        label: its name (marked ``N_``).
        column, column_label: the column it stands in unless the tenant has made others for it; unique among types.
        article: under which it is made public.
        minimum, unit: how long it stays at least, in ``working`` or ``natural`` days after the day of publication;
            0 for no minimum.
        minimum_source: the article of the minimum; empty where it is our own.
        audiences: of ``public``, ``staff`` and ``townships`` (the county's, shown on every township's portal).
        second_signer: someone else than those who wrote and checked it signs before it is published.
        stale_after: days after which a column without anything new counts as not kept up; None for never.
        dated: False for what stands as long as it is right, such as pages.
        order: its column's place in the menu.
    """

    code: str
    label: str
    column: str
    column_label: str
    article: str
    minimum: int = 0
    unit: str = "working"
    minimum_source: str = ""
    audiences: tuple[str, ...] = ("public",)
    second_signer: bool = True
    stale_after: int | None = None
    dated: bool = True
    order: int = 100


@dataclass(frozen=True, slots=True)
class Searchable:
    """A kind of document a plugin puts into the index.

    Attributes:
        load: documents of these ids, read anew (a missing id means: remove from the index).
        all: every document of the session's tenant, for a rebuild.
        visible: of these keys, those the viewer may still see, checked when rows are loaded.
    """

    kind: str
    label: str
    load: Callable[[ScopedSession, Iterable[UUID]], Iterable[Doc]]
    all: Callable[[ScopedSession], Iterator[Doc]]
    visible: Callable[[ScopedSession, Iterable[str], Actor | None], set[str]]


@dataclass(frozen=True, slots=True)
class Job:
    """Work the worker does for every tenant where the plugin is on, once per `every` slot.

    Attributes:
        run: called with (database, tenant); it may be cut off at any moment and run again. Words it answers (marked
            ``N_``) are shown beside the run: it went well, but somebody should know.
        whole: True for work on the whole installation: it runs once, for the county.
        label: what people read for it on the console (marked ``N_``); the name where there is none.
        begins: how long after midnight UTC, 08:00 in China, a slot begins.
    """

    name: str
    every: dt.timedelta
    run: Callable[[Database, int], str | None]
    whole: bool = False
    label: str = ""
    begins: dt.timedelta = dt.timedelta(0)


@dataclass(frozen=True, slots=True)
class Owed:
    """What the worker does for rows of the outbox under one topic, in the tenant's database.

    Attributes:
        topic: ``<plugin>.<topic>``, as `core.jobs.services.emit` was told.
        run: called with a write session and the row's payload; once for each row, in one commit with its receipt. What
            it raises is a failure: it is tried again later, and parked after five tries.
        label: what people read for it on the console (marked ``N_``).
        apart: in place of `run` for long work: called with the database, the tenant and the payload outside any write
            turn, and again after a death, so it must be idempotent.
    """

    topic: str
    run: Callable[[ScopedSession, Mapping[str, Any]], None] | None
    label: str
    apart: Callable[[Database, int, Mapping[str, Any]], None] | None = None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet that is brought in.

    Attributes:
        name: by which the sheet's functions and their problems know it.
        label, note: its head, and what else who fills it in should know (marked ``N_``).
        required: a row without it is refused.
        unique: no two rows of one file may have the same.
        choices: what may stand there: words → value (JSON).
        read: makes a value (JSON) of what was typed; a `DomainError` says why it can't.
        example: in the template's instructions.
        longest: characters.
    """

    name: str
    label: str
    note: str = ""
    required: bool = False
    unique: bool = False
    choices: Callable[[ScopedSession], Mapping[str, Any]] | None = None
    read: Callable[[str], Any] | None = None
    example: str = ""
    longest: int = 200


@dataclass(frozen=True, slots=True)
class SheetChange:
    """What one row did: `outcome` is ``created``, ``changed`` or ``same``; before and after are JSON objects."""

    outcome: str
    target: UUID
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of rows that are brought in from a spreadsheet, looked at before and undone within a day.

    Attributes:
        code: ``<plugin>.<rows>``.
        label, help: its name, and what is done with it (marked ``N_``).
        permission: what bringing in takes.
        back: endpoint of the page its rows are on, with the tenant's `code`.
        columns: in the order of the template; a value that was left blank is not among those of a row.
        look: with (session, actor) once for a file, then with the values of each row: what it would do, ``created``,
            ``changed`` or ``same``. A `DomainError` names the columns it refuses.
        take: does it for one row, through the service that does it for one. It may refuse what `look` did not see.
        touched: why a change can't be undone any more, or None.
        undo: undoes it.
        next: what is still to be done for the new rows (marked ``N_``).
    """

    code: str
    label: str
    help: str
    permission: str
    back: str
    columns: tuple[SheetColumn, ...]
    look: Callable[[ScopedSession, Actor], Callable[[Mapping[str, Any]], str]]
    take: Callable[[ScopedSession, Actor, Mapping[str, Any]], SheetChange]
    touched: Callable[[ScopedSession, SheetChange], Problem | None]
    undo: Callable[[ScopedSession, Actor, SheetChange], None]
    next: str = ""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Takes in the parcels of one kind that other tenants send.

    Attributes:
        kind: ``<plugin>.<kind>``.
        receive: writes the receiver's own rows in its session; a `DomainError` sends the parcel back with the words,
            anything else is tried again. Never called twice for the same parcel.
    """

    kind: str
    receive: Callable[[ScopedSession, ParcelReceived, Parcel], None]


SettingValue = str | int | bool | dt.date | None


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that the county, a tenant or a unit sets for itself; the narrower one counts.

    Attributes:
        code: ``<plugin>.<name>``.
        kind: ``text``, ``number``, ``choice``, ``flag`` or ``date``.
        label, help: its name, and what it does where (marked ``N_``).
        default: what counts where nobody set anything.
        level: the narrowest level that may set it, ``county``, ``tenant`` or ``unit``.
        own: each tenant's own; what the county has of it is no default for its townships.
        required: may not be empty once all levels are looked at.
        choices: value → label (marked ``N_``) of a ``choice``.
        least, most: bounds of a ``number``, both inclusive.
        longest: characters of a ``text``.
    """

    code: str
    kind: str
    label: str
    help: str = ""
    default: SettingValue = None
    level: str = "tenant"
    own: bool = False
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    least: int = 0
    most: int = 10**6
    longest: int = 200


@dataclass(frozen=True, slots=True)
class AdminItem:
    """A page of an administrator, on the page “管理”; shown where the plugin is on and the actor holds `permission`.

    Attributes:
        help: one line on what is done there.
        badge: how much waits there.
    """

    label: str
    help: str
    endpoint: str
    permission: str
    icon: str = "gear"
    order: int = 100
    badge: int | None = None


@dataclass(frozen=True, slots=True)
class HealthCard:
    """One thing the county's health page looks at.

    Attributes:
        state: ``good``, ``warn`` or ``bad``.
        words: what was found, translated.
        url: where it is dealt with; empty where that is outside the product.
        places: figure of each township, by its code, where there is one.
    """

    label: str
    state: str
    words: str
    url: str = ""
    order: int = 100
    places: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Matter:
    """What notices are about: a case, a duty, a circular.

    Attributes:
        path: the page of one, with ``{tenant}`` and ``{id}``; who opens it or a page below it has read its notices.
        alive: of these ids, those that are not done yet and whose measure is on: nothing is sent about the others.
        visible: of these ids, those the reader may open.
        people: the accounts that are told where a notice goes to a unit as a whole.
        telephone: the party's mobile number, empty where there is none.
    """

    code: str
    path: str
    alive: Callable[[ScopedSession, Collection[UUID]], set[UUID]]
    visible: Callable[[ScopedSession, Actor, Collection[UUID]], set[UUID]]
    people: Callable[[ScopedSession, UUID], Collection[UUID]] = lambda session, matter_id: ()
    telephone: Callable[[ScopedSession, UUID], str] = lambda session, matter_id: ""


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice 提醒 that people choose how to be told of.

    Attributes:
        code: ``<plugin>.<kind>``.
        label: marked ``N_``; also the subject of a mail, so it names nobody and nothing.
        legal: it tells of a legal limit, and can't be muted.
        default: ``now``, ``daily`` or ``none``, until a person chooses.
        party_only: only parties are told of it, by what they agreed to.
    """

    code: str
    label: str
    matter: Matter
    legal: bool = False
    default: str = "daily"
    party_only: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What leaves by a channel; `id` stays the same however often it is tried, so that a gateway knows it again."""

    id: UUID
    channel: str
    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A way on which messages leave the installation.

    Attributes:
        label, hint: how people name it, and what its address looks like (marked ``N_``).
        problem: what is wrong with an address, in words; empty where nothing is.
        sender: made once by the worker from the settings; it sends one message and says what the other side answered.
            Called again after a death or a failure with the same message; what it raises is a failure.
        party: it reaches a party by the telephone of the case, where the party agreed.
    """

    code: str
    label: str
    hint: str
    problem: Callable[[str], str]
    sender: Callable[[Config], Callable[[Message], str]]
    party: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, told to plugins after the commit."""

    name: str
    tenant: int
    payload: Mapping[str, Any] = field(default_factory=dict)

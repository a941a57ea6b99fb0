"""Loading plugins: an ordered list of built-ins, then entry points; each hook collected once, checked, and kept.

Core's own features come in through the same hooks, from `core/plugin/`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, partial
from importlib.metadata import entry_points
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pluggy

from core import hookspecs
from core.contracts import (
    CaseKind,
    Channel,
    DrawKind,
    DutyRule,
    Job,
    Matter,
    NoticeKind,
    Owed,
    Paper,
    Permission,
    PluginInfo,
    Prefill,
    PublicationType,
    Receiver,
    Register,
    Role,
    RoleGrants,
    Scanner,
    Sealer,
    Searchable,
    Setting,
    Sheet,
    Stat,
)

if TYPE_CHECKING:
    from core.deadlines.rules import DeadlineRule

CORE = "core"
BUILT_IN = (
    CORE,
    "approval",
    "training",
    "penalty",
    "reconsideration",
    "egov",
    "goals",
    "frontline",
    "supervision",
)
GROUP = "xiaoneng.plugins"
SETTING_KINDS = ("text", "number", "choice", "flag", "date")
SETTING_LEVELS = ("county", "tenant", "unit")


class PluginError(RuntimeError):
    """A start-up error that names the plugin and what is wrong with it."""


class Registry:
    """What the plugins registered. Each collection is made on first use and never changes afterwards.

    `owner` gives the plugin of a code, so that a switch turned off takes everything of that plugin with it.
    """

    def __init__(self, modules: Mapping[str, Any]) -> None:
        self.manager = pluggy.PluginManager(hookspecs.PROJECT)
        self.manager.add_hookspecs(hookspecs.Hooks)
        for name, module in modules.items():
            self.manager.register(module, name=name)
        self.manager.check_pending()
        self.owner: dict[str, str] = {}
        self._check_requires()

    def each(
        self, hook: str, *, only: Callable[[str], bool] = lambda name: True, **given: Any
    ) -> Iterator[tuple[str, Any]]:
        """Call one hook plugin by plugin in loading order, yielding ``(plugin name, answer)``.

        Args:
            only: leaves out plugins, e.g. those a township turned off.
        """
        for name, answer in self.calls(hook, only=only, **given):
            yield name, answer()

    def calls(
        self, hook: str, *, only: Callable[[str], bool] = lambda name: True, **given: Any
    ) -> Iterator[tuple[str, Callable[[], Any]]]:
        """As `each`, but whoever asks makes each call, and sees to it that one that fails spoils no other."""
        impls = {impl.plugin_name: impl for impl in getattr(self.manager.hook, hook).get_hookimpls()}
        for name in self.names:
            if name in impls and only(name):
                impl = impls[name]
                yield name, partial(impl.function, **{argument: given[argument] for argument in impl.argnames})

    @cached_property
    def playing(self) -> tuple[str, ...]:
        """Plugins with a sample of their own, in loading order."""
        playing = {impl.plugin_name for impl in self.manager.hook.make_demo.get_hookimpls()}
        return tuple(name for name in self.names if name in playing)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Plugins in loading order, `core` first."""
        return tuple(name for name, plugin in self.manager.list_name_plugin() if plugin is not None)

    @cached_property
    def plugins(self) -> Mapping[str, PluginInfo]:
        """Plugins by name."""
        return MappingProxyType(dict(self.each("register_plugin")))

    @cached_property
    def switchable(self) -> tuple[PluginInfo, ...]:
        """The measures a township may turn on and off: all but core."""
        return tuple(info for name, info in self.plugins.items() if name != CORE)

    @cached_property
    def permissions(self) -> Mapping[str, Permission]:
        """Permissions by code."""
        return self._collect("register_permissions", Permission)

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """Roles by code, with the permissions every plugin adds to them."""
        roles: dict[str, Role] = {}
        additions: list[RoleGrants] = []
        for name, answer in self.each("register_roles"):
            for given in answer:
                if isinstance(given, RoleGrants):
                    additions.append(given)
                else:
                    self._claim(name, given.code, roles)
                    roles[given.code] = given
        for more in additions:
            if more.role not in roles:
                raise PluginError(f"permissions are given to the unknown role {more.role}")
            roles[more.role] = replace(roles[more.role], permissions=roles[more.role].permissions | more.permissions)
        for role in roles.values():
            if unknown := role.permissions - set(self.permissions):
                raise PluginError(f"role {role.code} holds unknown permissions: {', '.join(sorted(unknown))}")
        return MappingProxyType(roles)

    @cached_property
    def case_kinds(self) -> Mapping[str, CaseKind]:
        """Case kinds by code."""
        return self._collect("register_case_kinds", CaseKind)

    @cached_property
    def rules(self) -> tuple[DeadlineRule, ...]:
        """Every version of every legal limit."""
        return tuple(rule for _, answer in self.each("register_deadline_rules") for rule in answer)

    @cached_property
    def duties(self) -> Mapping[str, DutyRule]:
        """Duties by code, each on a calendar rule of the plugin that registers it."""
        duties: Mapping[str, DutyRule] = self._collect("register_duties", DutyRule)
        dated = {
            (name, rule.code) for name, rules in self.each("register_deadline_rules") for rule in rules if rule.fixed
        }
        for code in duties:
            if (self.owner[code], code) not in dated:
                raise PluginError(f"{self.owner[code]}: duty {code} has no calendar rule of its own")
        return duties

    @cached_property
    def draws(self) -> Mapping[str, DrawKind]:
        """Kinds of draw by code, each signed by two at least and serving a duty that exists, if any."""
        found: Mapping[str, DrawKind] = self._collect("register_draws", DrawKind)
        for code, kind in found.items():
            if len(kind.seats) < 2 or (kind.duty and kind.duty not in self.duties):
                raise PluginError(f"{self.owner[code]}: draw {code} has too few signers or serves an unknown duty")
        return found

    @cached_property
    def prefills(self) -> tuple[tuple[str, Prefill], ...]:
        """What plugins know of other plugins' duties, each with the plugin."""
        return tuple((name, given) for name, answer in self.each("register_prefills") for given in answer)

    @cached_property
    def papers(self) -> Mapping[str, Paper]:
        """Papers by code."""
        return self._collect("register_papers", Paper)

    @cached_property
    def publication_types(self) -> Mapping[str, PublicationType]:
        """Types of publications by code, each with a column of its own."""
        types: Mapping[str, PublicationType] = self._collect("register_publication_types", PublicationType)
        columns: dict[str, str] = {}
        for given in types.values():
            if given.column in columns:
                raise PluginError(f"{given.code} and {columns[given.column]} both have the column {given.column}")
            columns[given.column] = given.code
        return types

    @cached_property
    def searchables(self) -> Mapping[str, Searchable]:
        """Searchable kinds by kind."""
        return self._collect("register_searchables", Searchable, key="kind")

    @cached_property
    def jobs(self) -> Mapping[str, Job]:
        """Periodic jobs by name."""
        return self._collect("register_jobs", Job, key="name")

    @cached_property
    def effects(self) -> Mapping[str, Owed]:
        """What the worker does for rows of the outbox, by topic."""
        return self._collect("register_effects", Owed, key="topic")

    @cached_property
    def sheets(self) -> Mapping[str, Sheet]:
        """Sheets by code, each brought in by a permission that exists."""
        sheets: Mapping[str, Sheet] = self._collect("register_sheets", Sheet)
        for code, sheet in sheets.items():
            if sheet.permission not in self.permissions:
                raise PluginError(f"sheet {code} takes the unknown permission {sheet.permission}")
        return sheets

    @cached_property
    def registers(self) -> Mapping[str, Register]:
        """Registers by code, each taken out by a permission that exists."""
        found: Mapping[str, Register] = self._collect("register_registers", Register)
        for code, register in found.items():
            if register.permission not in self.permissions:
                raise PluginError(f"register {code} takes the unknown permission {register.permission}")
        return found

    @cached_property
    def receivers(self) -> Mapping[str, Receiver]:
        """Receivers of parcels by kind."""
        return self._collect("register_receivers", Receiver, key="kind")

    @cached_property
    def review_roads(self) -> Mapping[str, str]:
        """Where a party begins an application for reconsideration: plugin → endpoint."""
        return MappingProxyType(dict(self.each("register_review_road")))

    @cached_property
    def settings(self) -> Mapping[str, Setting]:
        """Settings by code, each with a kind, a level and a default that fit together."""
        settings: Mapping[str, Setting] = self._collect("register_settings", Setting)
        for code, setting in settings.items():
            if not code.startswith(f"{self.owner[code]}."):
                raise PluginError(f"{self.owner[code]}: setting {code} must be named {self.owner[code]}.…")
            known = setting.kind in SETTING_KINDS and setting.level in SETTING_LEVELS
            if not known or (setting.kind == "choice") != bool(setting.choices):
                raise PluginError(f"setting {code} has no such kind, level or choices")
        return settings

    @cached_property
    def notice_kinds(self) -> Mapping[str, NoticeKind]:
        """Kinds of notice by code."""
        return self._collect("register_notice_kinds", NoticeKind)

    @cached_property
    def matters(self) -> Mapping[str, Matter]:
        """What notices are about, by code."""
        matters: dict[str, Matter] = {}
        for kind in self.notice_kinds.values():
            if matters.setdefault(kind.matter.code, kind.matter) is not kind.matter:
                raise PluginError(f"{self.owner[kind.code]}: {kind.matter.code} is another matter already")
        return MappingProxyType(matters)

    @cached_property
    def stats(self) -> Mapping[str, Stat]:
        """Figures of periods by code, each over a kind of case of its own plugin."""
        stats: Mapping[str, Stat] = self._collect("register_stats", Stat)
        for code, stat in stats.items():
            if self.owner.get(stat.kind) != self.owner[code] or stat.kind not in self.case_kinds:
                raise PluginError(f"{self.owner[code]}: stat {code} counts a kind of case that is none of its own")
        return stats

    @cached_property
    def channels(self) -> Mapping[str, Channel]:
        """Channels of messages by code."""
        return self._collect("register_channels", Channel)

    @cached_property
    def scanners(self) -> Mapping[str, Scanner]:
        """Scanners of files by code."""
        return self._collect("register_scanners", Scanner)

    @cached_property
    def sealers(self) -> Mapping[str, Sealer]:
        """Seal services by code, in the order in which they are asked."""
        return self._collect("register_sealers", Sealer)

    @cached_property
    def models(self) -> tuple[type, ...]:
        """Every mapped class, checked to carry its plugin's name in its table's."""
        found: list[type] = []
        for name, answer in self.each("register_models"):
            for model in answer:
                if not model.__tablename__.startswith(f"{name}_"):
                    raise PluginError(f"{name}: table {model.__tablename__} must be named {name}_…")
                found.append(model)
        return tuple(found)

    @cached_property
    def migrations(self) -> Mapping[str, Path]:
        """Alembic branch → folder of its revisions."""
        return MappingProxyType(dict(self.each("register_migrations")))

    @cached_property
    def translations(self) -> Mapping[str, Path]:
        """Message domain → folder of its catalogues."""
        return MappingProxyType(dict(self.each("register_translations")))

    def check(self) -> None:
        """Collect everything now, so that a mistake is a start-up error and not a surprise in mid-day."""
        for name in (
            "permissions",
            "roles",
            "case_kinds",
            "rules",
            "duties",
            "draws",
            "prefills",
            "papers",
            "publication_types",
            "searchables",
            "jobs",
            "effects",
            "sheets",
            "registers",
            "receivers",
            "review_roads",
            "settings",
            "notice_kinds",
            "matters",
            "channels",
            "scanners",
            "sealers",
            "stats",
            "models",
        ):
            getattr(self, name)

    def _collect(self, hook: str, expected: type, key: str = "code") -> Mapping[str, Any]:
        found: dict[str, Any] = {}
        for name, answer in self.each(hook):
            for item in answer:
                if not isinstance(item, expected):
                    raise PluginError(f"{name}: {hook} must give {expected.__name__}, not {type(item).__name__}")
                self._claim(name, getattr(item, key), found)
                found[getattr(item, key)] = item
        return MappingProxyType(found)

    def _claim(self, plugin: str, code: str, found: Mapping[str, Any]) -> None:
        if code in found:
            raise PluginError(f"{plugin}: {code} is registered already by {self.owner.get(code, 'core')}")
        self.owner[code] = plugin

    def _check_requires(self) -> None:
        for name, info in self.plugins.items():
            if info.name != name:
                raise PluginError(f"{name} calls itself {info.name}")
            if missing := [needed for needed in info.requires if needed not in self.plugins]:
                raise PluginError(f"{name} requires plugins that are not installed: {', '.join(missing)}")


def find() -> dict[str, Any]:
    """The plugins of this installation: built-ins in order, then entry points by name."""
    found = {
        name: importlib.import_module(f"{'core' if name == CORE else f'plugins.{name}'}.plugin") for name in BUILT_IN
    }
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        if entry.name in found:
            raise PluginError(f"two plugins are called {entry.name}")
        found[entry.name] = entry.load()
    return found


_current: list[Registry] = []


def registry() -> Registry:
    """The registry of this process, loaded on first use."""
    if not _current:
        _current.append(Registry(find()))
    return _current[-1]


@contextmanager
def using(extra: Mapping[str, Any]) -> Iterator[Registry]:
    """Run a block with more plugins installed, e.g. one under test."""
    _current.append(Registry({**find(), **extra}))
    try:
        yield _current[-1]
    finally:
        _current.pop()


def dependants(name: str, infos: Iterable[PluginInfo]) -> list[PluginInfo]:
    """The plugins among `infos` that require `name`."""
    return [info for info in infos if name in info.requires]

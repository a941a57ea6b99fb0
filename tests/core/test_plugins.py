"""Loading plugins: what is wrong with one is a start-up error that names it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from core import plugins
from core.contracts import Permission, PluginInfo, Role, RoleGrants
from core.hookspecs import hookimpl
from core.plugins import PluginError, using


def plugin(name: str = "extra", **hooks: Any) -> Any:
    """A plugin with these answers to its hooks."""

    def answer(value: Any) -> Any:
        return hookimpl(lambda: value)

    info = hooks.pop("info", PluginInfo(name, "多一个", "", "1"))
    given = {"register_plugin": info, **hooks}
    module = SimpleNamespace(**{hook: answer(value) for hook, value in given.items()})
    for hook, function in vars(module).items():
        function.__name__ = hook
    return module


def test_a_plugin_is_loaded_after_the_built_ins_and_owns_what_it_registers() -> None:
    extra = plugin(register_permissions=(Permission("extra.thing.read", "看"),))
    with using({"extra": extra}) as registry:
        registry.check()
        assert registry.names[-1] == "extra"
        assert registry.owner["extra.thing.read"] == "extra"
    assert "extra" not in plugins.registry().names


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (plugin(info=PluginInfo("other", "", "", "1")), "extra calls itself other"),
        (plugin(info=PluginInfo("extra", "", "", "1", requires=("nowhere",))), "nowhere"),
        (plugin(register_permissions=(Permission("approval.case.read", ""),)), "registered already by approval"),
        (plugin(register_permissions=("not one",)), "must give Permission"),
        (plugin(register_roles=(RoleGrants("ghost", frozenset()),)), "unknown role ghost"),
        (plugin(register_roles=(Role("r", "", frozenset({"no.such"})),)), "unknown permissions: no.such"),
        (plugin(register_models=(SimpleNamespace(__tablename__="core_mine"),)), "must be named extra_"),
    ],
)
def test_a_mistake_stops_the_start_and_names_the_plugin(broken: Any, words: str) -> None:
    with pytest.raises(PluginError, match=words), using({"extra": broken}) as registry:
        registry.check()


def test_a_misspelt_hook_stops_the_start() -> None:
    with pytest.raises(Exception, match="register_permisions"), using({"extra": plugin(register_permisions=())}):
        pass


def test_roles_carry_the_permissions_every_plugin_adds() -> None:
    extra = plugin(
        register_permissions=(Permission("extra.thing.read", "看"),),
        register_roles=(RoleGrants("leader", frozenset({"extra.thing.read"})),),
    )
    with using({"extra": extra}) as registry:
        held = registry.roles["leader"].permissions
    assert {"extra.thing.read", "approval.case.decide", "core.workspace.use"} <= held

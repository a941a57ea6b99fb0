"""The command line: `xiaoneng …`. Each group is imported when it is asked for, so that `deadlines` starts at once.

Exit codes: 0 well, 1 found something wrong, 2 called wrong.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

# name → (module, function that makes the command)
COMMANDS = {
    "init": ("core.commands", "init"),
    "serve": ("core.commands", "serve"),
    "worker": ("core.commands", "worker"),
    "demo": ("core.demo", "demo"),
    "doctor": ("core.commands", "doctor"),
    "audit": ("core.audit.commands", "audit"),
    "backup": ("core.backup.commands", "backup"),
    "restore": ("core.backup.commands", "restore"),
    "db": ("core.commands", "db"),
    "tenants": ("core.tenancy.commands", "tenants"),
    "plugins": ("core.commands", "plugins_group"),
    "deadlines": ("core.deadlines.commands", "deadlines"),
    "clock": ("core.commands", "clock_group"),
    "calendar": ("core.calendar.commands", "calendar"),
    "publications": ("core.publishing.commands", "publications"),
    "draws": ("core.draws.commands", "draws"),
    "duties": ("core.duties.commands", "duties"),
    "search": ("core.commands", "search"),
    "invite": ("core.commands", "invite"),
    "files": ("core.files.commands", "files"),
    "jobs": ("core.jobs.commands", "jobs"),
    "seed": ("core.seed.commands", "seed"),
}


class Commands(click.Group):
    """Finds core's commands in the table above, then those of plugins under the plugin's name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS) + sorted(self._plugins())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMANDS:
            module, name = COMMANDS[cmd_name]
            command: click.Command = getattr(importlib.import_module(module), name)
            return command
        return self._plugins().get(cmd_name)

    def _plugins(self) -> dict[str, click.Group]:
        from core import plugins

        found: dict[str, click.Group] = {}
        for name, commands in plugins.registry().each("register_commands"):
            summary = plugins.registry().plugins[name].summary
            found[name] = click.Group(name, {command.name or "": command for command in _list(commands)}, help=summary)
        return found


def _list(commands: Iterable[click.Command]) -> list[click.Command]:
    return list(commands)


@click.command(cls=Commands)
@click.version_option(package_name="xiaoneng")
def main() -> None:
    """效能: one platform a county deploys once for all its townships."""


if __name__ == "__main__":
    main()

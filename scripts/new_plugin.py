"""`make new-plugin NAME=x LABEL=… ENGLISH=…`: a working, tested plugin to start from.

It writes ``plugins/x`` and ``tests/plugins/x`` from ``scripts/plugin_template``, lists the plugin in
``core/plugins.py`` and names it in ``docs/hooks.md``. Its limit goes into ``docs/reference/deadline-rules.md``.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path
from string import Template

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = Path(__file__).resolve().parent / "plugin_template"
NAME = re.compile(r"[a-z][a-z_]*[a-z]")
BUILT_IN = re.compile(r"^BUILT_IN = \(\n(?:    .*\n)*", re.MULTILINE)
IMPLEMENTED = re.compile(r"@hookimpl\ndef (\w+)")


def files(name: str, label: str, english: str) -> dict[Path, str]:
    """Path below the root → content."""
    words = {"name": name, "label": label, "english": english, "English": english[:1].upper() + english[1:]}
    places = {"plugin": Path("plugins", name), "tests": Path("tests", "plugins", name)}
    made = {}
    for part, place in places.items():
        for source in sorted((TEMPLATE / part).rglob("*.txt")):
            target = source.relative_to(TEMPLATE / part).with_suffix("")
            content = Template(source.read_text(encoding="utf-8")).substitute(words)
            made[place / target.with_name(target.name.replace("__name__", name))] = content
    return made


def listed(source: str, name: str) -> str:
    """``core/plugins.py`` with the plugin behind the built-in ones."""
    return BUILT_IN.sub(lambda found: f'{found[0]}    "{name}",\n', source, count=1)


def documented(page: str, name: str, hooks: list[str]) -> str:
    """``docs/hooks.md`` with the plugin among the users of these hooks, in the order of the alphabet."""

    def more(found: re.Match[str]) -> str:
        users = sorted({*re.findall(r"`(\w+)`", found[2]), name})
        return f"{found[1]}Used by: {', '.join(f'`{user}`' for user in users)}."

    for hook in hooks:
        page = re.sub(rf"(^### `{hook}`\n(?:(?!^##).*\n)*?)Used by: (.*)\.$", more, page, count=1, flags=re.MULTILINE)
    return page


def create(root: Path, name: str, label: str, english: str) -> list[Path]:
    """Write the plugin below `root` and name it where plugins are named; returns the new files.

    Raises:
        ValueError: the name is not one, or is taken.
    """
    if not NAME.fullmatch(name) or name == "core":
        raise ValueError(f"{name!r} is no name for a plugin: small letters and _")
    if (root / "plugins" / name).exists():
        raise ValueError(f"plugins/{name} exists")
    made = files(name, label, english)
    for path, content in made.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    hooks = IMPLEMENTED.findall(made[Path("plugins", name, "plugin.py")])
    rewrite(root / "core" / "plugins.py", lambda source: listed(source, name))
    rewrite(root / "docs" / "hooks.md", lambda page: documented(page, name, hooks))
    return list(made)


def rewrite(path: Path, change: Callable[[str], str]) -> None:
    """Replace a file's text by `change` of it."""
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def main() -> int:
    """Make the plugin and name its files; exit 2 when it can't be made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help="its name: small letters and _")
    parser.add_argument("--label", help="its Chinese name, as the switch shows it")
    parser.add_argument("--english", help="its English name")
    given = parser.parse_args()
    try:
        made = create(ROOT, given.name, given.label or given.name, given.english or given.name.replace("_", " "))
    except ValueError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    for path in made:
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The house keeps its own rules: every hook is documented and has a user among the built-in plugins."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from core import cli, config, hookspecs, plugins
from core.web.public_states import PUBLIC_STATES

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
HOOKS = sorted(name for name in vars(hookspecs.Hooks) if not name.startswith("_"))
# `### register_x` … up to the next heading.
SECTION = re.compile(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
SECTIONS = dict(SECTION.findall((ROOT / "docs" / "hooks.md").read_text(encoding="utf-8")))


def users(hook: str) -> list[str]:
    """The built-in plugins that implement a hook."""
    caller = getattr(plugins.registry().manager.hook, hook)
    return sorted(impl.plugin_name for impl in caller.get_hookimpls() if impl.plugin_name in plugins.BUILT_IN)


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_has_a_user(hook: str) -> None:
    assert users(hook)


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_is_documented_with_its_answer_and_its_users(hook: str) -> None:
    section = SECTIONS[hook]
    spec = getattr(hookspecs.Hooks, hook)
    answer = str(spec.__annotations__["return"])
    arguments = [name for name in spec.__annotations__ if name != "return"]
    assert answer == "None" or f"`{answer}`" in section
    assert [name for name in arguments if f"`{name}`" not in section] == []
    told = re.search(r"^Used by: (.*)\.$", section, re.MULTILINE)
    assert told is not None
    assert [name for name in users(hook) if f"`{name}`" not in told[1]] == []
    assert set(re.findall(r"`(\w+)`", told[1])) <= set(users(hook))


def test_no_hook_is_documented_that_does_not_exist() -> None:
    assert sorted(SECTIONS) == HOOKS


def test_the_readme_names_every_command_and_no_other() -> None:
    table = re.findall(r"^\| `xiaoneng ([\w-]+)", README, re.MULTILINE)
    assert sorted(table) == sorted({*cli.COMMANDS, *dict(plugins.registry().each("register_commands"))})


def test_the_readme_names_every_setting_and_no_other() -> None:
    table = re.findall(r"^\| `\[?(\w+)\]?` \| (?:`XIAONENG_(\w+)`|–)", README, re.MULTILINE)
    assert [key for key, _ in table] == [item.name for item in dataclasses.fields(config.Config)]
    assert [key for key, variable in table if variable not in (key.upper(), "")] == []


def test_links_of_the_documents_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    dead = []
    for page in pages:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            # Pictures are taken from the running product by `make screenshots`.
            if not (page.parent / target).exists() and not target.endswith(".png"):
                dead.append(f"{page.relative_to(ROOT)}: {target}")
    assert dead == []


def test_the_build_hook_changes_nothing_the_second_time(tmp_path: Path) -> None:
    run = "import sys, pathlib, hatch_build as h; print(len(h.generate(pathlib.Path(sys.argv[1]))))"
    catalogue = tmp_path / "core" / "translations" / "en" / "LC_MESSAGES" / "core.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid "受理"\nmsgstr "accept"\n\n#, fuzzy\nmsgid "退回"\nmsgstr "guess"\n', encoding="utf-8")
    counts = [
        subprocess.run([sys.executable, "-c", run, tmp_path], cwd=ROOT, check=True, capture_output=True, text=True)
        for _ in range(2)
    ]
    assert [int(done.stdout) for done in counts] == [3, 0]
    compiled = catalogue.with_suffix(".mo").read_bytes()
    assert b"accept" in compiled
    assert b"guess" not in compiled


def test_the_sprite_holds_every_icon_that_is_named_and_stays_small() -> None:
    sprite = ROOT / "core/web/static/vendor/bootstrap-icons/bootstrap-icons.svg"
    held = set(re.findall(r' id="([a-z0-9-]+)"', sprite.read_text(encoding="utf-8")))
    templates = [path for part in ("core", "plugins") for path in (ROOT / part).rglob("*.html")]
    named = {
        name
        for path in templates
        for call in re.findall(r"\bicon\(([^)]*)\)", path.read_text(encoding="utf-8"))
        for name in re.findall(r'"([a-z0-9-]+)"', call)
    }
    assert named | {state.icon for state in PUBLIC_STATES.values()} <= held
    assert sprite.stat().st_size < 64_000


def test_every_measurement_finds_what_it_takes_from_the_tree() -> None:
    lost = [
        f"{file.name}: {node.module}.{name.name}"
        for file in sorted((ROOT / "bench").glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] in {"core", "plugins", "tenants"}
        for name in node.names
        if not _there(str(node.module), name.name)
    ]
    assert lost == []


def _there(module: str, name: str) -> bool:
    try:
        found = importlib.import_module(module)
    except ModuleNotFoundError:
        return False
    return hasattr(found, name) or importlib.util.find_spec(f"{module}.{name}") is not None

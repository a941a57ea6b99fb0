"""Build hook: what the wheel carries but git does not, Bootstrap's files and the compiled catalogues.

Both are made from pinned sources on every build, editable installs included, so nobody commits third-party files.
``python hatch_build.py`` does the same in a working tree, after a catalogue changed.
"""

from __future__ import annotations

import importlib.util
import re
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
VENDOR = Path("core/web/static/vendor")
CATALOGUES = ("core/translations", "plugins/*/translations")

# Our file → the file of bootstrap-flask it is made of. No page needs Bootstrap's scripts.
STATIC_FILES = {"bootstrap/bootstrap.min.css": "css/bootstrap.min.css"}
ICONS = Path("bootstrap-icons/bootstrap-icons.svg")
# An icon's name stands between quotes in a template or in Python; the whole sprite would be 1.1 MB on a phone's line.
SYMBOL = re.compile(r'<symbol[^>]* id="([a-z0-9-]+)".*?</symbol>', re.DOTALL)
# Where: of a template what Jinja reads, no attribute of HTML; of Python what speaks of icons. Other words are no names.
JINJA = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
ICON = re.compile(r"\bicons?\b|\b(AdminItem|NavItem|PublicState)\(")
QUOTED = re.compile(r"""["']([a-z0-9-]+)["']""")
# Browsers would ask for maps that are not there.
SOURCE_MAP = re.compile(rb"\s*/\*# sourceMappingURL=\S+ \*/")


class XiaonengBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes the generated files before hatchling collects what goes into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called once per build; `version` is ``standard`` or ``editable``, and both need the files."""
        generate(Path(self.root))


def generate(root: Path) -> list[Path]:
    """Make every generated file below `root`; returns those that changed, none on a second run."""
    source = bootstrap_folder()
    made = {root / VENDOR / name: unmapped(source / part) for name, part in STATIC_FILES.items()}
    made[root / VENDOR / ICONS] = sprite((source / "icons" / ICONS.name).read_text(encoding="utf-8"), named(root))
    for pattern in CATALOGUES:
        for po in sorted(root.glob(f"{pattern}/*/LC_MESSAGES/*.po")):
            made[po.with_suffix(".mo")] = compile_catalogue(po)
    return [path for path, content in made.items() if write(path, content)]


def bootstrap_folder() -> Path:
    """Bootstrap 5's files inside the installed bootstrap-flask, found without importing it.

    Raises:
        FileNotFoundError: the build requirement is missing or its layout changed.
    """
    spec = importlib.util.find_spec("flask_bootstrap")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("bootstrap-flask is missing: pip install --require-hashes -r requirements/build.txt")
    folder = Path(spec.origin).parent / "static" / "bootstrap5"
    if not folder.is_dir():
        raise FileNotFoundError(f"bootstrap-flask has no {folder}: its layout changed, see STATIC_FILES")
    return folder


def unmapped(path: Path) -> bytes:
    """A file without its source map comment."""
    return SOURCE_MAP.sub(b"", path.read_bytes()).rstrip() + b"\n"


def named(root: Path) -> set[str]:
    """Every quoted word of our templates and modules: the names of all icons are among them."""
    parts = (root / "core", root / "plugins")
    templates = "".join(path.read_text(encoding="utf-8") for part in parts for path in part.rglob("*.html"))
    modules = [path.read_text(encoding="utf-8") for part in parts for path in part.rglob("*.py")]
    sources = (*JINJA.findall(templates), *(text for text in modules if ICON.search(text)))
    return {word for source in sources for word in QUOTED.findall(source)}


def sprite(whole: str, names: set[str]) -> bytes:
    """Of the sprite of all icons those of these names, in its own frame."""
    symbols = [match[0] for match in SYMBOL.finditer(whole) if match[1] in names]
    return "\n".join([whole[: whole.index("<symbol")].rstrip(), *symbols, "</svg>", ""]).encode()


def compile_catalogue(po: Path) -> bytes:
    """The .mo of a .po; fuzzy entries are left out, so a guess never reaches a reader."""
    compiled = BytesIO()
    with po.open("rb") as file:
        write_mo(compiled, read_po(file, locale=po.parts[-3], domain=po.stem))
    return compiled.getvalue()


def write(path: Path, content: bytes) -> bool:
    """Write a file if it differs from what is there; says whether it did."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def main() -> None:
    """Make the files in this working tree and name those that changed."""
    for path in generate(ROOT):
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()

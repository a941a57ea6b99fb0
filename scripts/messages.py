"""The English catalogues: `update` brings them up to date with the sources, `check` says what is wrong with them.

Msgids are the Chinese source strings; each domain (core and every built-in plugin) has its own catalogue, found where
its `register_translations` says it is. Exit 1 when a catalogue is not complete.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = "en"
METHODS = [("**.py", "python"), ("**/templates/**", "jinja2")]
# `trimmed` as in core.app; `silent` off: a template that can't be parsed must not lose its strings quietly.
OPTIONS = {"**/templates/**": {"trimmed": "true", "silent": "false", "encoding": "utf-8"}}
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None, "_l": None, "lazy_gettext": None}


def domains() -> dict[str, Path]:
    """Domain → folder of its catalogues, for the plugins in this tree."""
    sys.path.insert(0, str(ROOT))
    from core import plugins

    return {name: path for name, path in plugins.registry().translations.items() if path.is_relative_to(ROOT)}


def catalogue_path(domain: str, folder: Path) -> Path:
    """Where the English catalogue of a domain is."""
    return folder / LOCALE / "LC_MESSAGES" / f"{domain}.po"


def extract(domain: str, source: Path) -> Catalog:
    """The strings marked for translation in the Python and the templates below `source`, without translations."""
    catalogue = Catalog(locale=LOCALE, domain=domain, project="xiaoneng", fuzzy=False)
    found = extract_from_dir(source, METHODS, OPTIONS, KEYWORDS, ("Translators:",), strip_comment_tags=True)
    for file, _line, message, comments, context in found:
        place = (source / file).relative_to(ROOT).as_posix()
        catalogue.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return catalogue


def read(path: Path, domain: str) -> Catalog:
    """The catalogue in a file, empty where there is none yet."""
    if not path.exists():
        return Catalog(locale=LOCALE, domain=domain)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, domain=domain)


def problems(sources: Catalog, translated: Catalog) -> Iterator[str]:
    """What keeps `translated` from saying every string of `sources`, one line each."""
    for message in _messages(sources):
        ours = translated.get(message.id, message.context)
        if ours is None:
            yield f"missing: {message.id}"
        elif not all(ours.string if isinstance(ours.string, (tuple, list)) else (ours.string,)):
            yield f"empty: {message.id}"
        elif ours.fuzzy:
            yield f"fuzzy: {message.id}"
        else:
            yield from (f"{error}: {message.id}" for error in ours.check(translated))
    for message in _messages(translated):
        if sources.get(message.id, message.context) is None:
            yield f"no longer in the sources: {message.id}"
    yield from (f"obsolete: {message.id}" for message in translated.obsolete.values())


def merge(sources: Catalog, translated: Catalog) -> Catalog:
    """`sources` with the translations there are: strings that are gone leave, new ones stay empty, none is guessed."""
    for message in _messages(sources):
        if (ours := translated.get(message.id, message.context)) is not None:
            message.string, message.flags = ours.string, message.flags | ours.flags
    sources.creation_date, sources.revision_date = translated.creation_date, translated.revision_date
    return sources


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def check() -> list[str]:
    """Every problem of every domain."""
    return [
        f"{domain}: {problem}"
        for domain, folder in domains().items()
        for problem in problems(extract(domain, folder.parent), read(catalogue_path(domain, folder), domain))
    ]


def update() -> None:
    """Rewrite every catalogue; lines carry the file but no line number, so that a diff shows only words."""
    for domain, folder in domains().items():
        path = catalogue_path(domain, folder)
        merged = merge(extract(domain, folder.parent), read(path, domain))
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, merged, width=110, sort_output=True, include_lineno=False)


def main() -> int:
    """Run `update` or `check`; after an update, what is still to translate is named."""
    if sys.argv[1:] not in (["check"], ["update"]):
        print("usage: messages.py check|update", file=sys.stderr)
        return 2
    if sys.argv[1] == "update":
        update()
    found = check()
    print("\n".join(found) if found else "every message has its translation")
    return 1 if found and sys.argv[1] == "check" else 0


if __name__ == "__main__":
    sys.exit(main())

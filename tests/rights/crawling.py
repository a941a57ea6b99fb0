"""Reading everything a person is led to: each link once, each form that only asks once, and what was offered where."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.rights.people import NOBODY, PARTY, VISITOR, Browser, Person
from tests.sample import MENGYUE
from tests.site import Form, Page

MOST = 1000
FILES = re.compile(r'(?:href|src)="(/static/[^"#]+)')


@dataclass(frozen=True)
class Offer:
    """A form that writes, as a page offered it.

    Attributes:
        page: where it stood.
        action: where it goes, without the list a page was opened from.
        button: the name and value of the button that sends it; empty for a plain one.
    """

    page: str
    action: str
    button: tuple[str, str]
    form: Form = field(compare=False)

    @property
    def act(self) -> tuple[str, tuple[str, str], tuple[tuple[str, str], ...]]:
        """What it does: the address, the button, and what its hidden fields name."""
        named = {name: drawn for name, drawn in self.form.fields.items() if drawn.kind == "hidden"}
        kept = sorted((name, str(self.form.held.get(name, ""))) for name in named if name not in NOT_NAMED)
        return self.action, self.button, tuple(kept)


# Hidden fields that are new on every page.
NOT_NAMED = {"csrf_token", "key", "version"}


@dataclass
class Crawl:
    """What one person was led to.

    Attributes:
        statuses: address → the status it was answered with.
        offers: every form that writes, once for each act.
        titles: address → the title of the page that was answered there; what was no page is not in it.
        weights: address → the bytes of that page, and the files of ours it asks for: sheets, scripts, icons.
    """

    statuses: dict[str, int] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    weights: dict[str, tuple[int, frozenset[str]]] = field(default_factory=dict)
    offers: dict[object, Offer] = field(default_factory=dict)

    @property
    def paths(self) -> set[str]:
        """The addresses without their words."""
        return {urlsplit(url).path for url in self.statuses}


def crawl(
    browser: Browser,
    starts: Iterable[str],
    inside: tuple[str, ...],
    words: Iterable[str] = (),
    most: Callable[[str], bool] = lambda url: True,
) -> Crawl:
    """Read every page within some areas that links and asking forms lead to from `starts`.

    Args:
        most: whether an address is still to be read.
        words: what is typed into the boxes of forms that only ask.
    """
    made, seen = Crawl(), set()
    waiting, probes = deque(starts), list(words)
    while waiting and len(made.statuses) < MOST:
        url = waiting.popleft()
        key = _key(url)
        if key in seen or not urlsplit(url).path.startswith(inside):
            continue
        seen.add(key)
        if not most(url):
            continue
        with browser.get(url) as answer:
            made.statuses[url] = answer.status_code
            if answer.location:
                waiting.append(_local(url, answer.location))
            if answer.mimetype != "text/html":
                continue
            page = Page(answer)
        if answer.status_code == 200:
            made.titles[url] = page.title
            made.weights[url] = len(page.source.encode()), frozenset(FILES.findall(page.source))
        waiting.extend(_local(url, link) for link in page.links)
        for form in page.forms:
            if form.method == "get":
                waiting.extend(_asked(url, form, probes))
            if form.method != "post":  # a dialog's form only closes it
                continue
            for button in dict.fromkeys(form.buttons or [("", "")]):
                action = urlsplit(_local(url, form.action or url)).path
                offer = Offer(url, action, button, form)
                made.offers.setdefault(offer.act, offer)
    assert len(made.statuses) < MOST, "the crawl did not come to its end"
    return made


def each(wrong: Iterable[object]) -> str:
    """Everything that is wrong, a line each: what an assertion says of it."""
    return "".join(f"\n{row}" for row in wrong)


def few(app: Flask, number: int) -> Callable[[str], bool]:
    """Let a number of addresses of each route through, of each way it is asked; of all its ways twice as many."""
    adapter, read = app.url_map.bind("localhost"), Counter[object]()

    def more(url: str) -> bool:
        parts = urlsplit(url)
        try:
            route = adapter.match(parts.path, "GET")[0]
        except HTTPException:
            return True  # a link to nothing is to be found
        asked = frozenset(name for name, _ in parse_qsl(parts.query))
        read[route, asked] += 1
        read[route] += 1
        return read[route, asked] <= number and read[route] <= 2 * number

    return more


def begin(person: Person) -> tuple[list[str], tuple[str, ...]]:
    """Where a person begins, and the areas that are theirs to walk."""
    if person.role == NOBODY:
        return ["/", f"/t/{MENGYUE}/", f"/t/{MENGYUE}/feed.atom", "/deadlines/"], ("/",)
    if person.role == PARTY:
        return [f"/t/{MENGYUE}/case/{person.case_id}", f"/t/{MENGYUE}/receipt/{person.case_id}"], (f"/t/{MENGYUE}/",)
    if person.role == VISITOR:
        return [f"/w/{MENGYUE}/"], (f"/w/{MENGYUE}",)
    return ["/w/"], ("/w", "/county", "/me")


def _local(page: str, link: str) -> str:
    """A link of a page as path and query; empty where it leads elsewhere."""
    parts = urlsplit(urljoin(f"http://localhost{page}", link))
    if parts.hostname != "localhost":
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _key(url: str) -> object:
    """What makes an address another page: its path, what it asks for, and the form of the answer."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    probe = asked.get("q", "") if set(asked) == {"q"} else ""
    return parts.path, frozenset(asked.keys() - {"next"}), asked.get("format"), asked.get("side"), probe


def _asked(page: str, form: Form, words: list[str]) -> list[str]:
    """The addresses of a form that only asks: as it stands, ticked, and with each word in its boxes."""
    action = urlsplit(_local(page, form.action or page)).path
    boxes = [name for name, drawn in form.fields.items() if drawn.kind in {"text", "search", "textarea"}]
    ticked = {drawn.name: drawn.options[0] for drawn in form.fields.values() if drawn.kind == "checkbox"}
    fillings = [
        form.held,
        {**form.held, **ticked},
        *({**form.held, **dict.fromkeys(boxes, word)} for word in words if boxes),
    ]
    return [f"{action}?{urlencode(held)}" for held in fillings]

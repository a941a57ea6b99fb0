"""Chinese on an English page is marked as Chinese, so that it is read aloud and drawn as such (WCAG 3.1.2).

Names, titles and articles of law stay Chinese in English. Marking each by hand would be forgotten; here every text of
the page is looked at once, on English pages only.
"""

from __future__ import annotations

import re

from flask import Flask, Response
from flask_babel import get_locale

LANG = "zh-Hans-CN"
HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
OPEN, CLOSE = "〔《“（「【", "〕》”）」】。"
# From one Chinese letter to the last, with the Chinese signs and the digits that stand between them.
RUN = re.compile(rf"[{HAN}{OPEN}](?:[{HAN}{OPEN}{CLOSE}、，；：？！·—…\s\d-]*[{HAN}{CLOSE}])?")
TOKEN = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+", re.DOTALL)
NAME = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
# Nothing may be wrapped in these; what is wholly Chinese in them is marked on the element itself.
BARE = {"title", "option", "textarea", "text", "desc", "style", "script"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ANY = re.compile(f"[{HAN}]")


def init(app: Flask) -> None:
    """Mark the English pages of the app."""
    app.after_request(_mark)


def marked(page: str) -> str:
    """The page with ``lang`` on its Chinese; what is under a ``lang`` of Chinese already is left alone."""
    tokens = TOKEN.findall(page)
    langs: list[tuple[str, bool]] = []
    for at, token in enumerate(tokens):
        if token.startswith("<"):
            _step(langs, token)
        elif ANY.search(token) and langs and not langs[-1][1]:
            before, after = tokens[at - 1], tokens[at + 1] if at + 1 < len(tokens) else ""
            alone = before.startswith(f"<{langs[-1][0]}") and after.startswith(f"</{langs[-1][0]}")
            if alone and " lang=" not in before and RUN.fullmatch(token.strip()):
                tokens[at - 1] = f'{before[:-1]} lang="{LANG}">'
            elif langs[-1][0] not in BARE:
                tokens[at] = RUN.sub(lambda run: f'<span lang="{LANG}">{run[0]}</span>', token)
    return "".join(tokens)


def _step(langs: list[tuple[str, bool]], token: str) -> None:
    """Keep the open elements with whether their words are known to be Chinese."""
    name = NAME.match(token)
    if name is None or name[2].lower() in VOID or token.endswith("/>"):
        return
    if name[1]:
        while langs and langs.pop()[0] != name[2].lower():
            pass
        return
    told = re.search(r'\slang="([^"]*)"', token)
    inherited = bool(langs) and langs[-1][1]
    langs.append((name[2].lower(), told[1].startswith("zh") if told else inherited))


def _mark(response: Response) -> Response:
    if response.mimetype == "text/html" and not response.is_streamed and str(get_locale()) == "en":
        response.set_data(marked(response.get_data(as_text=True)))
    return response

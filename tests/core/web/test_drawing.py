"""What is drawn once looks as if it were drawn each time; an address from its shape is Flask's."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask, url_for
from markupsafe import Markup
from werkzeug.routing import BuildError, IntegerConverter, UUIDConverter

from core.web import drawing
from core.web.drawing import gettext, speaking
from tests.sample import MENGYUE
from tests.site import Site

pytestmark = pytest.mark.only_on("sqlite", "words and addresses, whatever the database")
ID = UUID("01234567-89ab-7cde-8f01-23456789abcd")
VALUES = {IntegerConverter: 533124205, UUIDConverter: ID}


def test_a_part_is_drawn_once_for_the_same_arguments_language_and_place(site: Site) -> None:
    calls = []

    def made(word: object, sign: object = "") -> Markup:
        calls.append(word)
        return Markup("<b>{}{}{}</b>").format(gettext("案件"), word, sign)

    part = drawing.once(made)
    for lang, word in (("zh_Hans_CN", "案件"), ("en", "Cases")):
        for _ in range(2):
            with site.app.test_request_context(f"/?lang={lang}"):
                assert part("x") == part("x") == f"<b>{word}x</b>"
                assert part("x", sign=1) == f"<b>{word}x1</b>"
                assert part("x", sign=True) == f"<b>{word}xTrue</b>"
                # The same letters, told apart: one was marked up by us, the other was typed.
                assert part(Markup("<i>")) == f"<b>{word}<i></b>"
                assert part("<i>") == f"<b>{word}&lt;i&gt;</b>"
    assert len(calls) == 2 * 5
    with site.app.test_request_context("/", environ_overrides={"SCRIPT_NAME": "/below"}):
        part("x")
    assert len(calls) == 11
    assert part("x") == part("x") == "<b>案件x</b>"  # nobody's page: nothing is known, nothing is kept
    assert len(calls) == 13


def test_a_block_in_another_language_speaks_it_and_the_page_goes_on_in_its_own(site: Site) -> None:
    with site.app.test_request_context("/?lang=en"):
        assert gettext("案件") == "Cases"
        with speaking("zh_Hans_CN"):
            assert gettext("案件") == "案件"
            assert site.app.jinja_env.from_string("{{ _('案件') }}").render() == "案件"
        assert gettext("案件") == "Cases"
        assert site.app.jinja_env.from_string("{{ _('共%(total)d件', total=3) }}").render() == gettext(
            "共%(total)d件", total=3
        )
    assert gettext("案件") == "案件"
    with speaking("en"):
        assert gettext("案件") == "案件"  # no request, no catalogue


def test_every_address_of_numbers_and_ids_is_flasks(site: Site) -> None:
    compared = 0
    for root in ("", "/be%low"):
        with site.app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            for rule in site.app.url_map.iter_rules():
                values = {name: VALUES.get(type(one)) for name, one in rule._converters.items()}
                if None in values.values():
                    continue
                for more in ({}, {"page": 2, "of": ID}):
                    for _ in range(2):
                        assert url_for(rule.endpoint, **values, **more) == Flask.url_for(
                            site.app, rule.endpoint, **values, **more
                        )
                compared += 1
            more = {"code": MENGYUE, "case_id": ID, "q": ['"<&é'], "state": "a b", "_anchor": "x"}
            assert url_for("workspace.case", **more) == Flask.url_for(site.app, "workspace.case", **more)
            assert url_for("workspace.case", **more, _external=True).startswith("http")
            with pytest.raises(BuildError):
                url_for("workspace.case", code=MENGYUE)
    assert compared > 200

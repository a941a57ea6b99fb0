"""Every page of core."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.hookspecs import hookimpl

if TYPE_CHECKING:
    from flask import Blueprint


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Portal, workspace, county console, sign-in and calendar feeds."""
    from core.accounts.own_views import bp as own
    from core.accounts.views import bp as accounts
    from core.batches.views import bp as batches
    from core.circulars import views as circulars
    from core.documents import unit_views as received
    from core.documents import views as documents
    from core.draws import views as draws
    from core.duties import board_views as duty_boards
    from core.duties import report_views as duty_reports
    from core.duties.views import bp as duties
    from core.feeds.views import bp as feeds
    from core.files import views as files
    from core.filters.views import bp as filters
    from core.holidays import views as holidays
    from core.letters import views as letters
    from core.marks.views import bp as marks
    from core.notes.views import bp as notes
    from core.notices.views import bp as notices
    from core.organisations import views as organisations
    from core.pads.views import bp as pads
    from core.publishing import views as publishing
    from core.schemes import views as schemes
    from core.sheets import export_views as exports
    from core.sheets import register_views as registers
    from core.sheets.views import bp as imports
    from core.stats import views as stats
    from core.web import (
        admin,
        audit,
        board,
        county,
        county_admin,
        health,
        jobs,
        limits,
        mistakes,
        my,
        papers,
        party,
        people,
        portal,
        printing,
        published,
        seals,
        settings,
        style,
        tokens,
        undo,
        units,
        verify,
        visits,
        wordings,
        workspace,
    )
    from core.webhooks.views import bp as webhooks

    parties = (my.bp, party.bp, organisations.portal, letters.party, files.party)
    portals = (portal.bp, published.bp, mistakes.bp, verify.bp, limits.bp, draws.portal, feeds, *parties)
    letterbox = (notices, letters.staff, letters.templates, notes, marks)
    desk = (
        workspace.bp,
        undo.bp,
        batches,
        filters,
        style.bp,
        duties,
        duty_boards.bp,
        duty_reports.bp,
        draws.bp,
        papers.bp,
        printing.bp,
        pads,
        organisations.staff,
        documents.township,
        received.bp,
        schemes.township,
        circulars.township,
        publishing.township,
        mistakes.township,
        health.bp,
        board.bp,
        stats.township,
        exports.township,
        registers.bp,
        imports,
        files.staff,
    )
    administration = (seals.bp, units.bp, people.bp, settings.bp, wordings.bp, tokens.bp, webhooks, county_admin.bp)
    consoles = (
        admin.bp,
        *administration,
        holidays.township,
        county.bp,
        duty_boards.county_bp,
        draws.county,
        stats.county,
        visits.bp,
        circulars.county,
        holidays.county,
        jobs.bp,
        files.console,
        audit.bp,
    )
    of_county = (publishing.county, documents.county, schemes.county, mistakes.county, exports.county)
    return (*portals, *letterbox, *desk, *consoles, *of_county, accounts, own)

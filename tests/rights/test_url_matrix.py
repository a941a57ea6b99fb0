"""Doors: every route with every role, another township's people, and nobody; a denial always beside one let in."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from itertools import product
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule, UUIDConverter

from core import plugins
from core.accounts import access
from core.accounts import tokens as keys
from core.accounts.models import Account, ApiToken, Grant
from core.accounts.queries import actor_of
from core.batches.services import Order, order
from core.cases.lists import CaseFilter
from core.cases.models import Case
from core.contracts import Candidate
from core.db import Scope, new_id
from core.documents.models import DocumentUnit, IssuedDocument, SealPicture, ServiceRecord
from core.draws import rules as draws
from core.draws.models import Draw
from core.duties import compiling
from core.duties.models import DutyReport
from core.files import services as files
from core.files import stores
from core.files.kinds import Limits
from core.files.uploads import Holder, begin
from core.filters.services import Keep, keep
from core.holidays.rules import Add
from core.holidays.services import propose
from core.pads.models import Pad
from core.people.sheet import PEOPLE
from core.publishing.models import Publication
from core.schemes.models import Scheme
from core.settings.queries import FOR_TOWNSHIPS
from core.sheets import exporting, importing
from core.sheets.cases import Listing
from core.sheets.reading import read_text
from core.tenancy.models import Tenant, Unit
from core.tenancy.services import enabled_plugins, put_switch
from core.web import request as web_request
from core.webhooks import rules
from core.webhooks import services as webhooks
from core.webhooks.models import Webhook
from plugins.approval.items import services as editions
from plugins.approval.models import Application
from plugins.approval.steps.models import CaseStep
from plugins.supervision.campaign.models import Campaign, CampaignEntry
from plugins.supervision.guidance.models import Brief, Visit
from plugins.supervision.meeting.models import Meeting, Resolution
from tests.core.web.conftest import FOREIGN, OWN, Ids, address
from tests.rights.crawling import each
from tests.rights.people import holders
from tests.rights.watch import Undone
from tests.sample import (
    ADMIN,
    AGENT,
    AUDITOR,
    CLERK,
    COUNTY,
    COUNTY_ADMIN,
    COUNTY_HANDLER,
    HANDLER,
    HEAD,
    HUSA,
    LEADER,
    MENGYUE,
    NO_ROLE,
    NOON,
    OTHER_ADMIN,
    OTHER_CLERK,
    TODAY,
    account,
)
from tests.site import Site, draw_nothing

# Who may call what is decided before a statement is sent; which rows are read is tried on both (test_canaries.py).
pytestmark = pytest.mark.only_on("sqlite", "the same doors stand before either database")
CLEANUP = "scheme.approval.cleanup"
READERS = frozenset({CLERK, HANDLER, HEAD, LEADER, ADMIN})
EVERYBODY = frozenset({*OWN, *FOREIGN})
# Of measures that are off in the sample: not there for anybody, and their own tests open them.
OFF = (
    *(f"penalty_catalogue.{name}" for name in ("index", "take_in", "show", "power", "publish")),
    *(f"penalty_discretion.{name}" for name in ("weigh", "draft", "edit", "publish")),
    *(f"penalty_booklets.{name}" for name in ("index", "show", "plan", "take", "sign", "file", "comment")),
    *(f"penalty_officers.{name}" for name in ("index", "new", "show")),
    *("penalty_spot.begin", "penalty_spot.act"),
    *("reconsideration_review.new", "reconsideration_review.act", "reconsideration_reply.act"),
    *("reconsideration_intake.new", "reconsideration_intake.act"),
    *("reconsideration_suits.new", "reconsideration_suits.act", "reconsideration_staffing.index"),
    *("penalty_cases.begin", "penalty_cases.act", "penalty_cases.hearings"),
    *("penalty_orders.begin", "penalty_orders.act"),
    *(f"penalty_inspections.{name}" for name in ("index", "plan", "show", "step")),
)
# Who may open a route of the township; who else of the township may not, gets 403, or 404 for a case not theirs.
STAFF: dict[str, frozenset[str]] = {
    "workspace.home": frozenset(OWN),
    "workspace.cases": frozenset(OWN),
    # An act is held or not found; without one there is the way back to the list.
    "batches.new": frozenset(OWN),
    "batches.show": frozenset({CLERK}),
    "batches.progress": frozenset({CLERK}),
    "batches.undo": frozenset({CLERK}),
    "exports.new": frozenset(OWN),
    **{f"exports.{name}": frozenset({CLERK}) for name in ("show", "progress", "file")},
    # The staff list is the administrator's to bring in, applications the window's.
    "imports.index": frozenset({ADMIN, CLERK}),
    **{
        f"imports.{name}": frozenset({ADMIN})
        for name in ("new", "blank", "show", "take", "take_good", "undo", "bad", "progress")
    },
    "registers.index": frozenset(OWN),
    # A village agent reads what it registered until the township has it.
    "registers.take": READERS | {AGENT},
    "printing.index": frozenset(OWN),
    # Each goes on with the own ones; the sample's is the clerk's.
    "uploads.begin": frozenset(OWN),
    **{f"uploads.{name}": frozenset({CLERK}) for name in ("state", "piece", "stop")},
    **{f"files.{name}": frozenset({ADMIN}) for name in ("index", "show")},
    "county_exports.new": frozenset({COUNTY_ADMIN}),
    **{f"county_exports.{name}": frozenset({COUNTY_ADMIN}) for name in ("show", "progress", "file")},
    "filters.keep": frozenset(OWN),
    "filters.columns": frozenset(OWN),
    # The clerk's own.
    "filters.forget": frozenset({CLERK}),
    "style.page": frozenset(OWN),
    "style.of_family": frozenset(OWN),
    "workspace.search": frozenset(OWN),
    "workspace.workload": frozenset({HEAD, LEADER}),
    "duties.home": frozenset(OWN) - {ADMIN},
    # The sample's duty is the government's own.
    "duties.show": frozenset({LEADER}),
    # The sample's duty has none; one is opened in tests/core/duties/test_views.py.
    "duties.file": frozenset(),
    "duty_board.show": frozenset(OWN) - {ADMIN},
    **{f"duty_{name}": frozenset({HANDLER, HEAD, LEADER}) for name in ("board.remind", "reports.index", "reports.new")},
    # The sample's report is the government's own.
    **{f"duty_reports.{name}": frozenset({LEADER}) for name in ("show", "file")},
    "duty_reports.circulate": frozenset(),
    "county_duties.county": frozenset({COUNTY_ADMIN}),
    **{f"schemes.{name}": frozenset(OWN) for name in ("index", "show")},
    **{f"schemes.{name}": frozenset({LEADER, ADMIN}) for name in ("new", "edit", "step", "own", "drop_own")},
    "schemes.issue": frozenset({HANDLER, HEAD, ADMIN}),
    **{
        f"county_schemes.{name}": frozenset({COUNTY_ADMIN, COUNTY_HANDLER})
        for name in ("index", "show", "new", "edit", "step")
    },
    "received_documents.index": frozenset(OWN) - {ADMIN},
    # The sample's names the station of these two.
    **{f"received_documents.{name}": frozenset({HANDLER, HEAD}) for name in ("show", "file")},
    "notices.home": frozenset(OWN),
    "notices.read": frozenset(OWN),
    "notices.settings": frozenset(OWN),
    "notices.log": frozenset({ADMIN}),
    "letters.waiting": frozenset({CLERK, HANDLER, HEAD, LEADER}),
    "letters.thread": READERS,
    "letters.close": frozenset({CLERK, HANDLER, HEAD, LEADER}),
    "letters.recall": frozenset({CLERK, HANDLER, HEAD, LEADER}),
    "letters.file": READERS,
    "notes.thread": READERS,
    "marks.pin": READERS,
    "undo.undo": READERS,
    "letter_templates.index": frozenset({ADMIN}),
    "letter_templates.edit": frozenset({ADMIN}),
    "workspace.case": READERS,
    "workspace.clock": READERS,
    "workspace.paper": READERS,
    "workspace.paper_file": READERS,
    "workspace.file": READERS,
    "workspace.contact": frozenset({CLERK, HANDLER, HEAD, LEADER}),
    "approval_staff.intake": frozenset({CLERK}),
    "approval_staff.receive": frozenset({CLERK}),
    "approval_staff.take_again": frozenset({CLERK}),
    "approval_staff.act": frozenset({HEAD}),
    "approval_agency.home": frozenset({AGENT}),
    "approval_agency.register": frozenset({AGENT}),
    "approval_steps.before": frozenset({CLERK, HANDLER, HEAD}),
    "approval_steps.after": frozenset({CLERK, HANDLER, HEAD}),
    # The sample's is a step of the agent's village.
    "approval_steps.show": frozenset({CLERK, HANDLER, HEAD, AGENT}),
    "approval_steps.place": frozenset({CLERK, HANDLER, HEAD}),
    "approval_village.home": frozenset({AGENT}),
    # A bad rating is no matter of the case that the addresses here are made of.
    "approval_ratings.act": frozenset(),
    **{
        f"approval_items.{name}": frozenset({LEADER, ADMIN})
        for name in ("index", "show", "against", "try_out", "guide", "notice", "publish", "send_back", "end")
    },
    **{
        f"approval_items.{name}": frozenset({ADMIN})
        for name in ("new", "edit", "materials", "fields", "steps", "revise", "submit", "discard")
    },
    **{f"approval_keeping.{name}": frozenset({ADMIN}) for name in ("laws", "centre", "sample_forms")},
    **{
        f"supervision_{name}": frozenset({HANDLER, HEAD, LEADER, AGENT})
        for name in ("campaigns.index", "campaigns.show", "practices.index")
    },
    **{
        f"supervision_meetings.{name}": frozenset({HANDLER, HEAD, LEADER, AGENT})
        for name in ("index", "show", "resolutions", "finish")
    },
    # The sample's is signed for the government.
    "supervision_campaigns.sign": frozenset({LEADER}),
    # Of the supervision office and of the general office, where none of these works.
    "supervision_campaigns.report": frozenset(),  # it runs still
    **{f"supervision_campaigns.{name}": frozenset() for name in ("new", "edit", "find", "put_right", "close")},
    **{f"supervision_meetings.{name}": frozenset() for name in ("new", "record", "resolve", "make")},
    **{f"supervision_chains.{name}": frozenset() for name in ("new", "act", "heard")},
    "supervision_complaints.act": frozenset(),
    "approval_keeping.sample": frozenset({LEADER, ADMIN}),
    "approval_handling.mine": frozenset({HANDLER, HEAD}),
    # The sample's is the handler's to sign.
    "approval_handling.sign": frozenset({HANDLER}),
    "approval_grants.index": READERS | {AGENT},
    "approval_grants.show": READERS | {AGENT},
    # The sample's is a renewal, which the window takes in.
    "approval_grants.begin": frozenset({CLERK}),
    **dict.fromkeys(OFF, frozenset()),
    "feeds.page": frozenset(OWN),
    "admin.home": frozenset({ADMIN, HEAD, LEADER}),
    "admin.switches": frozenset({ADMIN}),
    "admin.switch": frozenset({ADMIN}),
    **{f"units.{name}": frozenset({ADMIN}) for name in ("index", "new", "show", "close", "reopen", "modules")},
    **{
        f"people.{name}": frozenset({ADMIN})
        for name in ("index", "new", "show", "suspend", "resume", "link", "identity", "leave", "move", "give", "end")
    },
    "tokens.index": frozenset({ADMIN}),
    "tokens.revoke": frozenset({ADMIN}),
    **{f"webhooks.{name}": frozenset({ADMIN}) for name in ("index", "show", "renew", "end", "try_out", "retry")},
    "people.deputies": frozenset({ADMIN, HEAD, LEADER}),
    "people.dismiss": frozenset({ADMIN, LEADER}),
    "settings.tenant": frozenset({ADMIN}),
    "wordings.index": frozenset({ADMIN}),
    "wordings.edit": frozenset({ADMIN}),
    "settings.county": frozenset({COUNTY_ADMIN}),
    "county_admin.townships": frozenset({COUNTY_ADMIN}),
    "county_admin.modules": frozenset({COUNTY_ADMIN}),
    "county_admin.health": frozenset({COUNTY_ADMIN}),
    **{f"seals.{name}": frozenset({COUNTY_ADMIN}) for name in ("index", "confirm", "end", "picture")},
    "county.home": frozenset({COUNTY_ADMIN}),
    "county.cases": frozenset({COUNTY_ADMIN}),
    "county.search": frozenset({COUNTY_ADMIN}),
    **{f"county_stats.{name}": frozenset({COUNTY_ADMIN}) for name in ("home", "listed", "download", "workbook")},
    **{f"stats.{name}": frozenset(OWN) for name in ("home", "download", "workbook")},
    # Whose cases it counts, who may read them.
    "stats.listed": READERS | {AGENT},
    **{f"draws.{name}": frozenset({HANDLER, HEAD, LEADER}) for name in ("index", "show")},
    # Of these the leader alone is of an office that draws.
    **{f"draws.{name}": frozenset({LEADER}) for name in ("new", "act")},
    # The sample's draw is not drawn yet.
    "draws.put_on_list": frozenset(),
    "county_draws.index": frozenset({COUNTY_ADMIN}),
    "supervision_board.show": frozenset({HANDLER, HEAD, LEADER, AGENT}),
    "supervision_orders.index": frozenset({HANDLER, HEAD, LEADER, AGENT}),
    "supervision_orders.new": frozenset({LEADER}),
    # An order is no matter of the case that the addresses here are made of.
    "supervision_orders.act": frozenset(),
    **{f"supervision_guidance.{name}": frozenset({LEADER}) for name in ("index", "show", "briefs", "brief")},
    # The supervisors' alone.
    **{f"supervision_guidance.{name}": frozenset() for name in ("new", "new_brief")},
    "county_circulars.index": frozenset({COUNTY_ADMIN}),
    "county_circulars.new": frozenset({COUNTY_ADMIN}),
    "county_circulars.show": frozenset({COUNTY_ADMIN}),
    "circulars.inbox": frozenset({ADMIN}),
    "circulars.read": frozenset({ADMIN}),
    "visits.enter": frozenset({COUNTY_ADMIN}),
    "visits.leave": frozenset({COUNTY_ADMIN}),
    "jobs.township": frozenset({ADMIN}),
    "jobs.township_progress": frozenset({ADMIN}),
    "jobs.township_retry": frozenset({ADMIN}),
    "jobs.county": frozenset({COUNTY_ADMIN}),
    "jobs.county_progress": frozenset({COUNTY_ADMIN}),
    "jobs.county_retry": frozenset({COUNTY_ADMIN}),
    **{
        f"publications.{name}": frozenset({LEADER, ADMIN})
        for name in ("show", "edit", "discard", "remove", "check", "sign", "send_back", "withdraw", "file", "columns")
    },
    **{f"publications.{name}": frozenset({HANDLER, HEAD, LEADER, ADMIN}) for name in ("index", "new")},
    **{
        f"county_publications.{name}": frozenset({COUNTY_ADMIN})
        for name in ("show", "edit", "discard", "remove", "check", "sign", "send_back", "withdraw")
    },
    **{f"county_publications.{name}": frozenset({COUNTY_ADMIN, COUNTY_HANDLER}) for name in ("index", "new")},
    # Off in the sample; who may what where it is on is tried by tests/plugins/frontline/test_rights.py.
    **{f"frontline_issues.{name}": frozenset() for name in ("index", "collected", "new", "slip", "act")},
    **{f"frontline_offline.{name}": frozenset() for name in ("page", "script", "token", "entry")},
    **{f"frontline_diary.{name}": frozenset() for name in ("index", "new", "show")},
    **{f"frontline_visits.{name}": frozenset() for name in ("index", "new_visit", "drop")},
    **{
        f"frontline_projects.{name}": frozenset()
        for name in ("index", "new", "show", "edit", "stage", "note", "end", "file")
    },
    **{f"frontline_consultations.{name}": frozenset() for name in ("index", "new", "show", "comment")},
    "frontline_circular.show": frozenset(),
    # Off in the sample; who may what where it is on is tried by tests/plugins/egov.
    **{f"egov_incoming.{name}": frozenset() for name in ("index", "new", "reading", "read", "file", "act")},
    **{f"egov_dispatches.{name}": frozenset() for name in ("index", "new", "show")},
    **{f"egov_requests.{name}": frozenset() for name in ("index", "new", "annual", "act")},
    **{f"egov_queue.{name}": frozenset() for name in ("index", "new", "ticket", "end", "arrive", "phone")},
    **{f"egov_catalogue.{name}": frozenset() for name in ("index", "new", "show")},
    **{f"egov_records.{name}": frozenset() for name in ("take", "act")},
    **{f"egov_villages.{name}": frozenset() for name in ("index", "new", "show", "sheet", "revise", "act")},
    **{f"egov_reviews.{name}": frozenset() for name in ("index", "new", "act")},
    **{f"egov_voices.{name}": frozenset() for name in ("index", "new", "slip", "act", "publish")},
    "goals.index": READERS - {CLERK} | {AGENT},
    "goals.new": frozenset({HANDLER, HEAD, AGENT}),
    "goals.draft_notice": frozenset({ADMIN}),
    "goals.act": frozenset(),
    **{f"goals_watch.{name}": READERS - {CLERK} | {AGENT} for name in ("sides", "inspection")},
    "goals_watch.look": frozenset({ADMIN}),
    # A key work and an inspection are no matter of the case that the addresses here are made of.
    "goals_watch.result": frozenset(),
    # The unit is the government's; who reads a station's is tried by tests/plugins/training/test_rights.py.
    **{f"training.{name}": frozenset({LEADER, ADMIN}) for name in ("unit", "unit_pdf", "make_up")},
    "training_archive.mine": frozenset(OWN),
    **{name: frozenset(OWN) - {CLERK} for name in ("training.home", "training_checks.index")},
    **{f"training_archive.{name}": frozenset({LEADER, ADMIN}) for name in ("person", "person_pdf")},
    **{name: frozenset({LEADER, ADMIN}) for name in ("training_plan.show", "training_reading.show")},
    **{name: frozenset({ADMIN}) for name in ("training_plan.topics", "training_plan.needs", "training_sessions.new")},
    # The sample has held no training yet.
    **{
        f"training_sessions.{name}": frozenset()
        for name in ("show", "edit", "attendance", "sheet", "courseware", "answers")
    },
    **{name: frozenset() for name in ("training.revoke", "training_archive.certificate")},
    **{f"training_checks.{name}": frozenset() for name in ("new", "show")},
    "county_publications.file": frozenset({COUNTY_ADMIN}),
    "county_publications.columns": frozenset({COUNTY_ADMIN}),
    **{f"documents.{name}": frozenset({HANDLER, HEAD, LEADER, ADMIN}) for name in ("index", "show", "preview", "file")},
    **{f"documents.{name}": frozenset({HANDLER, HEAD, ADMIN}) for name in ("new", "edit", "submit", "void")},
    "documents.check": frozenset({HEAD, ADMIN}),
    "documents.send_back": frozenset({HEAD, LEADER, ADMIN}),
    "documents.sign": frozenset({LEADER}),
    "documents.issue": frozenset({ADMIN}),
    "documents.recall": frozenset({LEADER}),
    **{
        f"county_documents.{name}": frozenset({COUNTY_ADMIN, COUNTY_HANDLER})
        for name in ("index", "show", "preview", "file", "new", "edit", "submit", "void")
    },
    **{
        f"county_documents.{name}": frozenset({COUNTY_ADMIN})
        for name in ("check", "send_back", "sign", "issue", "recall")
    },
    **{f"organisations.{name}": frozenset({CLERK}) for name in ("index", "new")},
    # None is registered in the sample; tests/plugins/approval/test_members.py opens one.
    "organisations.show": frozenset(),
    "pads.index": frozenset({HANDLER, HEAD, ADMIN}),
    "pads.new": frozenset({ADMIN}),
    "pads.show": frozenset({ADMIN}),
    "papers.record": READERS,
    "papers.sheet": READERS,
    "papers.recall": frozenset({LEADER}),
    "board.index": frozenset(OWN),
    "board.read": frozenset(OWN),
    "board.file": frozenset(OWN),
    "township_mistakes.desk": frozenset({HANDLER, HEAD, LEADER, ADMIN}),
    "county_mistakes.desk": frozenset({COUNTY_ADMIN, COUNTY_HANDLER}),
    "health.township": frozenset({HANDLER, HEAD, LEADER, ADMIN}),
    "health.county": frozenset({COUNTY_ADMIN}),
    "audit.trail": frozenset({AUDITOR}),
    "audit.export": frozenset({AUDITOR}),
    **{
        f"calendar.{name}": frozenset({COUNTY_ADMIN})
        for name in ("home", "days", "bring", "local_days", "proposal", "confirm", "reject", "renew")
    },
    **{f"local_days.{name}": frozenset({ADMIN, LEADER}) for name in ("local_days", "proposal", "confirm", "reject")},
    # Who may propose it again; the head only confirms.
    "local_days.renew": frozenset({ADMIN}),
    "workspace.last": EVERYBODY - {NO_ROLE},
    "style.last": EVERYBODY - {NO_ROLE},
    **{f"own.{name}": EVERYBODY for name in ("me", "end", "password", "factor", "begin", "confirm", "codes", "drop")},
    "accounts.sign_out": EVERYBODY,
}
PUBLIC = {
    *("web.home", "web.township", "web.search", "web.track", "web.county_search", "web.language", "limits.home"),
    *("web.choose", "web.day", "web.lost_code"),
    *("web.healthz", "web.readyz", "accounts.sign_in", "accounts.code", "accounts.activate", "static"),
    *("accounts.oidc_begin", "accounts.oidc_back"),
    *("approval.items", "approval.guide", "approval.start", "approval.resume", "approval_rating.figures"),
    *("approval_check.check", "approval_check.sample"),
    *(f"public_draws.{name}" for name in ("index", "show", "text", "data")),
    *("supervision_complaint.new", "supervision_complaint.receipt"),
    *("approval_register.register", "approval_register.granted"),
    *(f"reconsideration_portal.{name}" for name in ("index", "against", "apply", "receipt", "act")),
    *("goals_portal.index", "goals_portal.show", "penalty_portal.index", "penalty_portal.show"),
    *("penalty_booklet.show", "penalty_booklet.file", "penalty_inspected.home"),
    *("api_approval.items", "api_approval.item", "api_deadlines.due", "api_places.index"),
    *(
        "api_publications.index",
        "api_publications.show",
        "api_cases.look_up",
        "api_statistics.index",
        "api_reference.page",
    ),
    *("api_reference.document",),
    *("feeds.file", "verify.page", "party_uploads.begin", "organisation.enter", "organisation.leave"),
    *(
        f"published.{name}"
        for name in ("overview", "column", "article", "file", "hall", "atom", "json_feed", "signed_feed", "embedded")
    ),
    *(f"egov_disclosure.{name}" for name in ("home", "guide", "ask", "receipt", "act")),
    *(f"egov_record.{name}" for name in ("new", "receipt")),
    *(f"egov_village.{name}" for name in ("home", "item")),
    *(f"egov_voice.{name}" for name in ("new", "receipt", "act")),
    *(f"egov_screen.{name}" for name in ("hall", "book", "booked")),
    *(f"frontline_portal.{name}" for name in ("new", "receipt", "act")),
    *(f"frontline_{name}" for name in ("home.home", "public.public_index", "public.public_show")),
    *("frontline_say.public_index", "frontline_say.public_show"),
    *("published.site_map", "published.machine_map", "mistakes.tell", "mistakes.read", "my.home", "my.forget"),
}
# Public by address, but only with what the browser keeps of its own case or draft.
PARTY = {
    *(
        "party.case",
        "party.clock",
        "party.paper",
        "party.paper_file",
        "party.file",
        "approval.act",
        "approval.receipt",
        "approval.step",
        "approval_rating.rate",
        "approval_register.ask",
        "approval_register.party_act",
    ),
    *(f"party_uploads.{name}" for name in ("state", "piece", "stop")),
    *(f"organisation.{name}" for name in ("home", "invite", "remove")),
    *("party_letters.own", "party_letters.take_back", "party_letters.own_file", "party_letters.consent"),
}
# Of a grant, which nobody has on the case that is tried.
OF_A_GRANT = {"approval_register.ask", "approval_register.party_act"}
# For programs alone, by a token of the township: no browser opens them, whoever is signed in.
PROGRAMS = {"api_cases.index", "api_cases.show"}
# Of those who may open a page, who may send its form, where these are fewer.
WRITES = {name: frozenset({CLERK, HANDLER, HEAD, LEADER}) for name in ("letters.thread", "papers.record")}
WRITES |= {name: frozenset() for name in ("supervision_guidance.show", "supervision_guidance.brief")}
# There is no plan to hand in yet.
WRITES["training_plan.show"] = frozenset()
# Taking away what is not there is done already.
IDLE = {"publications.remove": {303}}
OF_COUNTY = {COUNTY_ADMIN, COUNTY_HANDLER, AUDITOR}
# What the table of acts below says about each act; the route itself is tried with the station head's.
ACTS: dict[str, tuple[str, frozenset[str]]] = {
    "put_right": ("勐约许3", frozenset({CLERK})),
    "take_papers": ("勐约许3", frozenset({CLERK})),
    "ask_correction": ("勐约许3", frozenset({CLERK})),
    "accept": ("勐约许3", frozenset({CLERK})),
    "refuse_acceptance": ("勐约许3", frozenset({CLERK})),
    "correct": ("勐约许7", frozenset({CLERK})),
    "start_special": ("勐约许1", frozenset({HANDLER, HEAD})),
    "extend": ("勐约许1", frozenset({LEADER})),
    "review": ("勐约许1", frozenset({HANDLER, HEAD})),
    "explain_overrun": ("勐约许8", frozenset({HANDLER, HEAD})),
    "propose": ("勐约许1", frozenset({HEAD})),
    "send_back": ("勐约许8", frozenset({LEADER})),
    "decide": ("勐约许8", frozenset({LEADER})),
    "withdraw": ("勐约许1", frozenset({CLERK})),
    "take_in": ("勐约许11", frozenset({CLERK})),
    "supply": ("勐约许12", frozenset({CLERK})),
}


def routes(site: Site) -> list[Rule]:
    return sorted(site.app.url_map.iter_rules(), key=str)


def ways(rule: Rule) -> list[str]:
    """How a route can be asked, by reading and by writing."""
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def ask(client: FlaskClient, method: str, url: str, token: str) -> int:
    """The status of a route as a person with a valid token gets it."""
    with client.open(url, method=method, data={"csrf_token": token} if method != "GET" else None) as answer:
        return answer.status_code


@pytest.fixture(scope="module")
def tokens(site: Site, browsers: dict[str, FlaskClient]) -> dict[str, str]:
    """A token of everybody's browser."""
    return {login: site.token(client) for login, client in browsers.items()}


@pytest.fixture
def undone(site: Site) -> Iterator[Undone]:
    """Nothing that is written stays, and all of it is known."""
    with Undone(site.database).running() as made:
        yield made


def test_every_role_is_somebodys(site: Site) -> None:
    """A role that a plugin adds gets a holder in the sample, so that every suite here walks with its eyes."""
    assert {*plugins.registry().roles} - {person.role for person in holders(site)} == set()


def test_every_route_is_in_one_table(site: Site) -> None:
    """A new route is put here before it can be used: nobody forgets to say who may open it."""
    names = {rule.endpoint for rule in routes(site)}
    assert names - STAFF.keys() - PUBLIC - PARTY - PROGRAMS == set()
    assert STAFF.keys() & (PUBLIC | PARTY | PROGRAMS) == set()


def leave_proposals(site: Site, proposal_id: UUID) -> None:
    """A proposal of the county and one of the township, of the same id."""
    change = Add(TODAY, TODAY, "样节", "样政发〔2026〕1号", "ethnic")
    for tenant, login in ((COUNTY, COUNTY_ADMIN), (MENGYUE, ADMIN)):
        with site.database.write(Scope.one(tenant)) as session:
            propose(session, actor_of(session, account(session, login)), change, proposal_id)


def allowed(rule: Rule, method: str) -> frozenset[str]:
    """Who may read or write by a route."""
    return WRITES.get(rule.endpoint, STAFF[rule.endpoint]) if method == "POST" else STAFF[rule.endpoint]


def leave_batch(site: Site, case_id: UUID) -> None:
    """A batch of the clerk, of the case's id; its act is refused, since the case has long changed."""
    wanted = Order("approval.application:accept", [(case_id, 0)], {"accepted_on": TODAY.isoformat()})
    with site.database.write(Scope.one(MENGYUE)) as session:
        order(session, actor_of(session, account(session, CLERK)), wanted, case_id.hex)


def leave_exports(site: Site, export_id: UUID) -> None:
    """A long export of the clerk and one of the county, of a case's id, both made."""
    for tenant, login in ((MENGYUE, CLERK), (COUNTY, COUNTY_ADMIN)):
        with site.database.write(Scope.one(tenant)) as session:
            actor = actor_of(session, account(session, login))
            listing = Listing(CaseFilter(), ("party",))
            export = exporting.order(session, actor, listing, exporting.Wanted("csv"), 1, "样", export_id.hex)
            payload = {"export": str(export.id)}
        exporting.carry_on(site.database, tenant, payload)


def leave_import(site: Site, import_id: UUID) -> None:
    """Rows of a staff list that the administrator brought, of a case's id; none of them is good."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        actor = actor_of(session, account(session, ADMIN))
        importing.bring(session, actor, PEOPLE, read_text("姓名,登录名,单位\n样,样,样"), "样", import_id.hex)


def leave_service(site: Site, case: Case, paper_id: UUID) -> None:
    """A service of the case's paper, of the case's id."""
    words = dict.fromkeys(("place", "recipient", "signed_by", "relation", "witness", "tracking", "note"), "样")
    row = ServiceRecord(
        tenant_id=MENGYUE,
        id=case.id,
        form_key=case.id.hex,
        case_id=case.id,
        paper_id=paper_id,
        way="direct",
        served_on=TODAY,
        served_by="样",
        recorded_at=NOON,
        **words,
    )
    with site.database.write(Scope.one(MENGYUE)) as session:
        session.add(row)


def leave_pad(site: Site, pad_id: UUID) -> None:
    """A pad of another unit than the handler's, of a case's id."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        unit = session.scalars(select(Unit.id).where(Unit.kind == "window")).first()
        numbers = {"first": 1, "last": 9, "digits": 6}
        given = {"holder": "样", "given_on": TODAY, "at": NOON, "by": "样", "form_key": pad_id.hex}
        session.add(Pad(tenant_id=MENGYUE, id=pad_id, paper="样", prefix="", unit_id=unit, **numbers, **given))


def leave_report(site: Site, report_id: UUID) -> None:
    """A report that the government compiled, of a case's id."""
    kept = compiling.content(plugins.registry().duties[CLEANUP], [], ["样"], {})
    with site.database.write(Scope.one(MENGYUE)) as session:
        unit = session.scalars(select(Unit.id).where(Unit.kind == "leadership")).one()
        made = {
            "made_by": account(session, LEADER).id,
            "made_by_name": "样",
            "made_at": NOON,
            "sources": {"duties": []},
        }
        content = {**kept, "organ": "样", "signed_by": "样", "sample": ""}
        given = {"rule": CLEANUP, "period": "2026", "unit_id": unit, "title": "样", "content": content}
        session.add(DutyReport(tenant_id=MENGYUE, id=report_id, key=report_id.hex, **given, **made))


def leave_schemes(site: Site, scheme_id: UUID) -> None:
    """A scheme in force of the township and of the county, both of a case's id, and drafts of the next year."""
    for tenant in (MENGYUE, COUNTY):
        with site.database.write(Scope.one(tenant)) as session:
            for year, state, own in ((TODAY.year, "in_force", scheme_id), (TODAY.year + 1, "draft", new_id())):
                by = {"drafted_by": UUID(int=1), "drafter": "样", "changed_at": NOON, "decided_at": NOON}
                given = {"year": year, "state": state, "source": "above", "terms": {}, "form_key": new_id().hex}
                session.add(Scheme(tenant_id=tenant, id=own, **given, **by))


def leave_received(site: Site, document_id: UUID) -> None:
    """An issued document that the handler's station is to sign for."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        unit = session.scalars(select(Unit.id).where(Unit.code == "NYZ")).one()
        session.add(DocumentUnit(tenant_id=MENGYUE, id=new_id(), document_id=document_id, unit_id=unit))


def leave_seal(site: Site, seal_id: UUID) -> None:
    """A picture of a seal that waits, of a case's id."""
    picture = io.BytesIO(bytes.fromhex(DOT))
    kept = files.keep(stores.of(site.config), picture, "章.png", Limits())
    with site.database.write(Scope.one(MENGYUE)) as session:
        by = {"brought_by": UUID(int=1), "bringer": "样", "brought_at": NOON}
        session.add(SealPicture(tenant_id=MENGYUE, id=seal_id, form_key=seal_id.hex, **by))
        files.attach(session, kept, owner_kind="seal", owner_id=seal_id)


# A PNG of one pixel.
DOT = (
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc33"
    "0000000049454e44ae426082"
)


def leave_supervision(site: Site, row_id: UUID) -> None:
    """A draw that waits to be signed, a visit and a brief, all of one id."""
    head = {"tenant": str(MENGYUE), "draw": str(row_id), "kind": "supervision.inspected", "title": "样"}
    text = draws.commitment(head, [Candidate("A", "样"), Candidate("B", "例")], "1", {})
    made = {"tenant_id": MENGYUE, "id": row_id, "form_key": row_id.hex}
    entered = {"entered_by": "样", "entered_at": NOON}
    with site.database.write(Scope.one(MENGYUE)) as session:
        unit = session.scalars(select(Unit.id).where(Unit.code == "NYZ")).one()
        session.add_all(
            [
                Draw(**made, kind=head["kind"], title="样", text=text, begun_at=NOON, begun_by="样", published=True),
                Visit(**made, unit_id=unit, on=TODAY, by="样", problem="样", help="样", **entered),
                Brief(**made, title="样", text="样", sent_to="样", sent_on=TODAY, **entered),
            ]
        )


def turn_on_scheme(site: Site) -> None:
    """The measures of the scheme year on in the township, as they are in the county that the software brings."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        for name in ("supervision", "training", "goals"):
            put_switch(session, MENGYUE, name, on=True, by="test")


@pytest.fixture(scope="module", autouse=True)
def supervised(site: Site, ids: Callable[[str], Ids]) -> None:
    """The scheme's measures on, with what the sample has nothing of."""
    turn_on_scheme(site)
    leave_supervision(site, ids("勐约许1").case.id)


def leave_upload(site: Site, upload_id: UUID) -> None:
    """An upload of the clerk, of a case's id."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        holder = Holder(f"account:{account(session, CLERK).id}", "")
        begin(session, holder, "样.pdf", 1, Limits()).id = upload_id


def leave_item(site: Site, item_id: UUID) -> None:
    """A draft of an item's next edition, of a case's id, with a form to download for its first material."""
    kept = files.keep(stores.of(site.config), io.BytesIO(bytes.fromhex(DOT)), "表.png", Limits())
    with site.database.write(Scope.one(MENGYUE)) as session:
        actor = actor_of(session, account(session, ADMIN))
        draft = editions.revise(session, actor, "MY-XK-01")
        draft.id = item_id
        file = files.attach(session, kept, owner_kind=editions.SAMPLES, owner_id=item_id)
        first, *others = draft.materials
        draft.materials = [{**first, "blank": {"id": str(file.id), "name": file.name}}, *others]


def leave_step(site: Site, case_id: UUID) -> None:
    """A step before a case, of the case's own id, that the agent's village has to do."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        village = session.scalars(select(Unit.id).where(Unit.code == "201")).one()
        session.get_one(Application, (MENGYUE, case_id)).village_id = village
        given = {"code": "talk", "phase": "pre", "name": "村民会议讨论", "who": "village"}
        session.add(CaseStep(tenant_id=MENGYUE, id=case_id, case_id=case_id, **given))


def leave_office(site: Site, row_id: UUID) -> None:
    """A campaign with a finding and a meeting with a resolution, all of one id."""
    made = {"tenant_id": MENGYUE, "id": row_id, "form_key": row_id.hex}
    with site.database.write(Scope.one(MENGYUE)) as session:
        unit = session.scalars(select(Unit.id).where(Unit.code == "NYZ")).one()
        words = dict.fromkeys(("title", "subject", "plan", "leader", "by"), "样")
        session.add(Campaign(**made, unit_id=unit, from_on=TODAY, to_on=TODAY, at=NOON, **words))
        called = {"title": "样会", "place": "样", "chair": "样", "by": "样", "at": NOON}
        session.add(Meeting(**made, held_on=TODAY, **called))
        session.flush()
        session.add(CampaignEntry(**made, campaign_id=row_id, unit_id=unit, found="样", found_on=TODAY, by="样"))
        owed = {"words": "样事", "person": "样", "due_on": TODAY}
        session.add(Resolution(**made, meeting_id=row_id, unit_id=unit, **owed))


@pytest.fixture(scope="module", autouse=True)
def offices(site: Site, ids: Callable[[str], Ids]) -> None:
    """What the sample has nothing of."""
    leave_office(site, ids("勐约许1").case.id)


def leave_filter(site: Site, filter_id: UUID) -> None:
    """A filter of the clerk, of a case's id."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        keep(session, actor_of(session, account(session, CLERK)), Keep("样", "due=soon")).id = filter_id


def leave_token(site: Site, token_id: UUID) -> None:
    """A token of the administrator, of a case's id."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        lent = keys.Order("样", tuple(keys.SCOPES), TODAY)
        keys.make(session, actor_of(session, account(session, ADMIN)), lent, token_id.hex)
        session.scalars(select(ApiToken)).one().id = token_id


def leave_webhook(site: Site, webhook_id: UUID) -> None:
    """An address of the administrator with a message, both of a case's id."""
    with site.database.write(Scope.one(COUNTY)) as session:
        county = session.get_one(Tenant, COUNTY)
        county.settings = {**county.settings, FOR_TOWNSHIPS: {"webhook_hosts": "127.0.0.1"}}
    with site.database.write(Scope.one(MENGYUE)) as session:
        actor = actor_of(session, account(session, ADMIN))
        wanted = webhooks.Order("样", "http://127.0.0.1:9/", tuple(rules.EVENTS))
        webhooks.register(session, actor, wanted, webhook_id.hex)
        hook = session.scalars(select(Webhook)).one()
        hook.id = webhook_id
        session.flush()
        webhooks.try_out(session, actor, webhook_id).id = webhook_id


def fitting(rule: Rule, method: str, login: str) -> set[int]:
    """What a person may be answered by a route with ids of the township's own."""
    if login in allowed(rule, method):
        # A form that was sent with nothing in it is told so.
        return {200, 302, 303} if method == "GET" else {204} if method == "DELETE" else {200, 303, 400, 422}
    if login in OF_COUNTY and str(rule).startswith("/county/"):
        return {403, 404} if rule.arguments else {403}
    if login in OWN and str(rule).startswith("/w/<int:code>"):
        return {403, 404}
    return {404}


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch, browsers: object, tokens: object) -> None:
    """Pages are drawn and looked at in test_links.py.

    Nor is each use noted in the session, because the note is undone and would be owed again.
    """
    draw_nothing(monkeypatch)
    monkeypatch.setattr(access, "SEEN_EVERY", dt.timedelta(days=1))


@pytest.mark.usefixtures("undrawn")
def test_every_role_gets_what_is_its_own_and_nothing_else(
    site: Site, ids: Callable[[str], Ids], browsers: dict[str, FlaskClient], tokens: dict[str, str]
) -> None:
    """Read or written to; who is refused has written nothing."""
    values = ids("勐约许1").values()
    leave_proposals(site, ids("勐约许1").case.id)
    leave_batch(site, ids("勐约许1").case.id)
    leave_filter(site, ids("勐约许1").case.id)
    leave_step(site, ids("勐约许1").case.id)
    leave_token(site, ids("勐约许1").case.id)
    leave_webhook(site, ids("勐约许1").case.id)
    leave_exports(site, ids("勐约许1").case.id)
    leave_import(site, ids("勐约许1").case.id)
    leave_service(site, ids("勐约许1").case, ids("勐约许1").paper)
    leave_pad(site, ids("勐约许1").case.id)
    leave_report(site, ids("勐约许1").case.id)
    leave_schemes(site, ids("勐约许1").case.id)
    leave_received(site, ids("勐约许1").documents["documents"])
    leave_item(site, ids("勐约许1").case.id)
    leave_upload(site, ids("勐约许1").case.id)
    leave_seal(site, ids("勐约许1").case.id)
    wrong = []
    with Undone(site.database).running() as undone:
        for rule in routes(site):
            if rule.endpoint not in STAFF or rule.endpoint == "accounts.sign_out":
                continue
            url = address(site, rule, values)
            for method, (login, client) in product(ways(rule), browsers.items()):
                status, written = ask(client, method, url, tokens[login]), undone.take()
                good = status in fitting(rule, method, login)
                if not good or (written and login not in allowed(rule, method)):
                    wrong.append((rule.endpoint, method, login, status))
    assert not wrong, each(wrong)


def with_ids(site: Site) -> list[tuple[Rule, list[str]]]:
    """The routes that name rows, each with the names of these in its address."""
    found = [(rule, [name for name in rule.arguments if name.endswith("_id")]) for rule in routes(site)]
    return [(rule, names) for rule, names in found if names]


def test_every_id_in_an_address_is_known_as_one(site: Site) -> None:
    """So that the tests of ids of others find it."""
    hidden = [
        str(rule)
        for rule in routes(site)
        for name, converter in rule._converters.items()
        if isinstance(converter, UUIDConverter) and not name.endswith("_id")
    ]
    assert hidden == []


def of_husa(site: Site, model: type[Publication | IssuedDocument]) -> UUID:
    """Something the other township works on for its portal, or issued."""
    with site.database.read(Scope.one(HUSA)) as session:
        found = session.scalars(select(model.id)).first()
    assert found is not None
    return found


def at(rule: Rule, values: dict[str, object]) -> dict[str, object]:
    """The values for a rule whose blueprint has rows of its own."""
    rows = values["publications"]
    assert isinstance(rows, dict)
    own = dict(zip(("publication_id", "file_id"), rows.get(rule.endpoint.split(".")[0], ()), strict=False))
    return {**values, **own, "publications": {}, "documents": {}}


@pytest.mark.usefixtures("undrawn")
def test_an_id_of_another_township_is_not_there_under_ones_own(
    site: Site, ids: Callable[[str], Ids], browsers: dict[str, FlaskClient], tokens: dict[str, str], undone: Undone
) -> None:
    own = ids("勐约许1").values()
    theirs = {"publication_id": of_husa(site, Publication), "document_id": of_husa(site, IssuedDocument)}
    foreign = {**ids("户撒许1").values(), **theirs}
    wrong, tried = [], 0
    for rule, names in with_ids(site):
        if rule.endpoint not in STAFF or "code" not in rule.arguments:
            continue
        for name in names:
            url = address(site, rule, {**at(rule, own), name: foreign[name]})
            for method, login in product(ways(rule), OWN):
                status, written = ask(browsers[login], method, url, tokens[login]), undone.take()
                good = {404, *IDLE.get(rule.endpoint, ())} if login in allowed(rule, method) else {403, 404}
                if status not in good or written:
                    wrong.append((rule.endpoint, name, method, login, status))
                tried += 1
    assert not wrong, each(wrong)
    assert tried > 100


@pytest.mark.usefixtures("undrawn")
def test_a_case_of_another_unit_opens_for_who_sees_the_whole_township(
    site: Site, ids: Callable[[str], Ids], browsers: dict[str, FlaskClient], tokens: dict[str, str], undone: Undone
) -> None:
    values, whole = ids("勐约许3").values(), tenant_wide(site)
    wrong, opened = [], 0
    for rule, names in with_ids(site):
        if "case_id" not in names or rule.endpoint in PARTY | PROGRAMS | PUBLIC:
            continue
        url = address(site, rule, values)
        for method, login in product(ways(rule), OWN):
            status, written = ask(browsers[login], method, url, tokens[login]), undone.take()
            if login in allowed(rule, method) & whole:
                # What the case does not have, a file or a letter, is not there.
                good, opened = status not in {403, 404} or (status == 404 and len(names) > 1), opened + 1
            else:
                good = status in {403, 404} and not written
            if not good:
                wrong.append((rule.endpoint, method, login, status))
    assert not wrong, each(wrong)
    assert opened > 10


def tenant_wide(site: Site) -> set[str]:
    """Those of the township whose role opens every unit's rows."""
    roles = plugins.registry().roles
    with site.database.read(Scope.one(MENGYUE)) as session:
        rows = session.execute(select(Account.login, Grant.role).join(Account, Account.id == Grant.account_id))
        return {login for login, role in rows if login in OWN and not roles[role].own_unit}


def test_a_party_opens_the_own_case_and_nobody_elses(
    site: Site, ids: Callable[[str], Ids], browsers: dict[str, FlaskClient], undone: Undone
) -> None:
    """Number and code open one case; whose browser has not typed them gets nothing, at whatever desk it sits."""
    own, party = ids("勐约许1"), site.visitor()
    site.let_in(party, own.case)
    begun = site.post(party, f"/t/{MENGYUE}/items/MY-XK-01/start", {})
    mine = {**own.values(), "act": "withdraw"}
    clients = {"party": party, "nobody": site.visitor(), **{login: browsers[login] for login in (CLERK, OTHER_CLERK)}}
    wrong = []
    for rule, names in with_ids(site):
        if rule.endpoint not in PARTY or "case_id" not in names:
            continue
        method = ways(rule)[0]
        # Nothing was granted on it yet.
        addresses = [(address(site, rule, mine), {404} if rule.endpoint in OF_A_GRANT else {200})]
        for other in (ids("户撒许1"), ids("勐约许2")):
            for name in names:
                addresses.append((address(site, rule, {**mine, name: other.values()[name]}), {404}))
            addresses.append((address(site, rule, {**mine, "code": HUSA}), {404}))
        for (url, fit), (who, client) in product(addresses, clients.items()):
            status = ask(client, method, url, site.token(client))
            # Whether what is sent fits the case is another matter.
            fit = fit if method == "GET" else fit | {303, 403, 404, 422}
            if status not in (fit if who == "party" else {404}) or (undone.take() and who != "party"):
                wrong.append((rule.endpoint, url, who, status))
    assert not wrong, each(wrong)
    assert begun.status_code == 303


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_only_theirs_who_hold_its_permission(
    site: Site, ids: Callable[[str], Ids], browsers: dict[str, FlaskClient], act: str
) -> None:
    number, allowed = ACTS[act]
    case = site.case(number)
    url = f"/w/{MENGYUE}/approval/cases/{case.id}/{act}"
    answers = {login: client.get(url).status_code for login, client in browsers.items()}
    near = {login for login in OWN if answers[login] == 200}
    assert near == allowed & near
    assert near, answers
    assert {answers[login] for login in set(OWN) - near} <= {403, 404}
    assert {answers[login] for login in FOREIGN} == {404}
    before = site.case(number).version
    for login in set(browsers) - near:
        assert site.post(browsers[login], url, {"version": before}).status_code in {403, 404}
    assert site.case(number).version == before


def off(site: Site) -> frozenset[str]:
    """The routes of measures that are off in the township: previews that nobody turned on here."""
    with site.database.read(Scope.system("which measures are on in the township")) as session:
        on = enabled_plugins(session, MENGYUE)
    with site.app.app_context():
        owners = {rule.endpoint: web_request.plugin_of(rule.endpoint) for rule in routes(site)}
    return frozenset(name for name, owner in owners.items() if owner in plugins.registry().plugins.keys() - on)


def test_signed_out_staff_pages_lead_to_the_sign_in_and_back(site: Site, ids: Callable[[str], Ids]) -> None:
    values, shut = ids("勐约许1").values(), off(site)
    for rule in routes(site):
        url = address(site, rule, values) if rule.endpoint in STAFF and rule.endpoint not in OFF else ""
        if not url:
            continue
        client = site.visitor()
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = client.get(url) if method == "GET" else site.post(client, url, {})
            if rule.endpoint in shut:
                assert answer.status_code == 404, "off in the sample"
                continue
            assert answer.status_code == 303, (method, url)
            back = "" if method == "POST" else f"?next={url}"
            assert answer.location == f"/sign-in{back}"


def test_public_routes_are_open_to_nobody_in_particular(site: Site, ids: Callable[[str], Ids]) -> None:
    values, client = ids("勐约许1").values(), site.visitor()
    closed, token, shut = [], site.token(client), off(site)
    for rule in routes(site):
        if rule.endpoint not in PUBLIC:
            continue
        url = address(site, rule, values) + ("?start=2026-11-02" if rule.endpoint == "api_deadlines.due" else "")
        expected = {
            "accounts.activate": {410},
            "accounts.code": {303},
            # There is no identity provider.
            "accounts.oidc_begin": {404},
            "accounts.oidc_back": {404},
            "approval.start": {303},
            "feeds.file": {404},
            "approval_check.sample": {404},
            # The sample has published no key work.
            "goals_portal.show": {404},
            "verify.page": {404},
            "my.forget": {303},
            "organisation.leave": {303},
            # Nothing was announced.
            "party_uploads.begin": {422},
            # Nothing was sent to look for.
            "api_cases.look_up": {415, 422},
        }.get(rule.endpoint, {404} if rule.endpoint in shut else {200, 302})
        if ask(client, ways(rule)[0], url, token) not in expected:
            closed.append(rule.endpoint)
    assert closed == []


def test_what_is_for_programs_opens_for_their_tokens_only(
    site: Site, ids: Callable[[str], Ids], browsers: dict[str, FlaskClient]
) -> None:
    own, foreign = ids("勐约许1").values(), ids("户撒许1").values()
    lent = keys.Order("样", tuple(keys.SCOPES), TODAY)
    secrets = {}
    for tenant, login in ((MENGYUE, ADMIN), (HUSA, OTHER_ADMIN)):
        with site.database.write(Scope.one(tenant)) as session:
            secrets[tenant] = keys.make(session, actor_of(session, account(session, login)), lent, "d" * 32)
    wrong = []
    for rule in routes(site):
        if rule.endpoint not in PROGRAMS:
            continue
        url, theirs = address(site, rule, own), address(site, rule, {**own, "case_id": foreign["case_id"]})
        for secret, target, fit in (
            (secrets[MENGYUE], url, {200}),
            (secrets[HUSA], url, {401}),
            ("xn_guessed", url, {401}),
            *([(secrets[MENGYUE], theirs, {404})] if theirs != url else []),
        ):
            status = site.visitor().get(target, headers={"Authorization": f"Bearer {secret}"}).status_code
            wrong += [(rule.endpoint, target, status)] if status not in fit else []
        wrong += [(rule.endpoint, login, 0) for login in browsers if browsers[login].get(url).status_code != 401]
    assert not wrong, each(wrong)


def test_signing_out_is_for_everybody_signed_in(site: Site) -> None:
    client = site.sign_in(CLERK)
    assert client.get("/me").status_code == 200
    assert site.post(client, "/sign-out", {}).status_code == 303
    assert client.get("/me").status_code == 303


def test_the_county_looks_on_and_opens_no_case_of_a_township(
    ids: Callable[[str], Ids], browsers: dict[str, FlaskClient]
) -> None:
    client, found = browsers[COUNTY_ADMIN], ids("勐约许1")
    assert client.get("/county/").status_code == 200
    assert client.get(f"/w/{COUNTY}/cases/{found.case.id}").status_code == 403, "who oversees has no desk"
    assert client.get(f"/w/{MENGYUE}/cases/{found.case.id}").status_code == 404

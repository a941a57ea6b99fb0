"""Every table of core."""

from __future__ import annotations

from collections.abc import Iterable

from core.hookspecs import hookimpl


@hookimpl
def register_models() -> Iterable[type]:
    """Every table of core."""
    from core.accounts import models as accounts
    from core.audit import models as audit
    from core.batches import models as batches
    from core.calendar import models as calendar
    from core.cases import models as cases
    from core.circulars.models import Circular, CircularReceived
    from core.comments.models import Comment
    from core.db.numbers import Counter
    from core.db.parked import ParkedRevision
    from core.db.tree import TenantTree
    from core.documents import models as documents
    from core.drafts.models import DeskDraft
    from core.draws.models import Draw, DrawSignature
    from core.duties.models import Duty, DutyEntry, DutyReport
    from core.exchange.models import ParcelReceived, ParcelSent
    from core.feeds.models import CalendarFeed
    from core.files.models import StoredFile, Upload
    from core.filters.models import ListColumns, SavedFilter
    from core.holidays.models import Proposal
    from core.jobs.models import Effect, JobRun, Outbox, Progress
    from core.letters import models as letters
    from core.marks.models import CaseMark
    from core.notes.models import CaseNote
    from core.notices import models as notices
    from core.organisations.models import Organisation, OrganisationMember
    from core.pads.models import Pad, PadEntry
    from core.publishing import models as publishing
    from core.schemes.models import Scheme
    from core.sheets.models import SheetExport, SheetImport, SheetRow
    from core.tenancy.models import PluginRule, Synced, Tenant, TenantPlugin, Unit, UnitPlugin
    from core.webhooks.models import Webhook, WebhookDelivery

    return (
        Tenant,
        TenantTree,
        TenantPlugin,
        PluginRule,
        Unit,
        UnitPlugin,
        Synced,
        Counter,
        ParkedRevision,
        documents.SealPicture,
        accounts.Account,
        accounts.FormerPassword,
        accounts.Identity,
        accounts.ActivationLink,
        accounts.LoginSession,
        accounts.SecondFactor,
        accounts.RecoveryCode,
        accounts.Throttle,
        accounts.Person,
        accounts.Grant,
        accounts.Deputy,
        accounts.Visit,
        accounts.ApiToken,
        audit.Audit,
        audit.AuditLink,
        calendar.CalendarVersion,
        calendar.CalendarDay,
        calendar.OverlayVersion,
        calendar.OverlayDay,
        Outbox,
        Effect,
        JobRun,
        Progress,
        cases.Case,
        cases.Participant,
        cases.Clock,
        cases.ClockEntry,
        cases.Timeline,
        cases.Reply,
        cases.FormOnce,
        cases.Reversible,
        cases.Draft,
        DeskDraft,
        cases.IssuedPaper,
        documents.Document,
        documents.DocumentSigner,
        documents.DocumentUnit,
        documents.DocumentStep,
        documents.IssuedDocument,
        documents.PaperWording,
        documents.PaperEnding,
        documents.ServiceRecord,
        batches.Batch,
        batches.BatchRow,
        SavedFilter,
        ListColumns,
        notices.Notice,
        notices.NoticeSettings,
        notices.Delivery,
        notices.Digest,
        notices.NoticeConsent,
        letters.Letter,
        letters.Thread,
        letters.LetterTemplate,
        CaseNote,
        Comment,
        CaseMark,
        Duty,
        DutyEntry,
        DutyReport,
        Scheme,
        Draw,
        DrawSignature,
        StoredFile,
        Upload,
        CalendarFeed,
        Proposal,
        ParcelSent,
        ParcelReceived,
        Circular,
        CircularReceived,
        Pad,
        PadEntry,
        Organisation,
        OrganisationMember,
        publishing.Publication,
        publishing.Published,
        publishing.PortalColumn,
        publishing.Mistake,
        SheetExport,
        SheetImport,
        SheetRow,
        Webhook,
        WebhookDelivery,
    )

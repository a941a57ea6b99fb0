"""What plugins give to core: frozen dataclasses only. Core alone collects them, checks for duplicates, and freezes."""

from __future__ import annotations

from core.contracts.cases import (
    HANDLER,
    PARTY,
    Article,
    Ask,
    Bulk,
    CaseKind,
    Guard,
    Handler,
    Paper,
    PaperClass,
    Served,
    Silence,
    State,
    Tell,
    Transition,
    Undo,
    article_under,
)
from core.contracts.clocks import ClockAct, Extend, Lapse, Restart, Resume, Start, Stop, Suspend
from core.contracts.desk import Card, Entry, MeetingItem, Menu, NavItem, PortalSection, PublicationType, Searchable
from core.contracts.draws import Candidate, DrawKind, Drawn, Listing, Seat
from core.contracts.duties import DutyRule, Fill, Part, Prefill, Quota, Submission, Units
from core.contracts.figures import Stat
from core.contracts.files import Scan, Scanner
from core.contracts.notices import Channel, Matter, Message, NoticeKind
from core.contracts.registers import Register, RegisterColumn
from core.contracts.seals import Seal, Sealer
from core.contracts.settings import AdminItem, HealthCard, Setting, SettingValue
from core.contracts.sheets import Sheet, SheetChange, SheetColumn
from core.contracts.who import Permission, PluginInfo, Role, RoleGrants
from core.contracts.work import Event, Job, Owed, Receiver

__all__ = [
    "HANDLER",
    "PARTY",
    "AdminItem",
    "Article",
    "Ask",
    "Bulk",
    "Candidate",
    "Card",
    "CaseKind",
    "Channel",
    "ClockAct",
    "DrawKind",
    "Drawn",
    "DutyRule",
    "Entry",
    "Event",
    "Extend",
    "Fill",
    "Guard",
    "Handler",
    "HealthCard",
    "Job",
    "Lapse",
    "Listing",
    "Matter",
    "MeetingItem",
    "Menu",
    "Message",
    "NavItem",
    "NoticeKind",
    "Owed",
    "Paper",
    "PaperClass",
    "Part",
    "Permission",
    "PluginInfo",
    "PortalSection",
    "Prefill",
    "PublicationType",
    "Quota",
    "Receiver",
    "Register",
    "RegisterColumn",
    "Restart",
    "Resume",
    "Role",
    "RoleGrants",
    "Scan",
    "Scanner",
    "Seal",
    "Sealer",
    "Searchable",
    "Seat",
    "Served",
    "Setting",
    "SettingValue",
    "Sheet",
    "SheetChange",
    "SheetColumn",
    "Silence",
    "Start",
    "Stat",
    "State",
    "Stop",
    "Submission",
    "Suspend",
    "Tell",
    "Transition",
    "Undo",
    "Units",
    "article_under",
]

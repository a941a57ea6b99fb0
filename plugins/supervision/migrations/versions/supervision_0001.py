"""The tables of supervision."""

import sqlalchemy as sa
from alembic import op

import core.db.crypto
import core.db.types

revision = "supervision_0001"
down_revision = None
branch_labels = ("supervision",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supervision_brief",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sent_to", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("outcome_note", sa.String(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("entered_at", core.db.types.Instant(), nullable=False),
        sa.CheckConstraint("outcome in ('waiting', 'adopted', 'declined')", name=op.f("ck_supervision_brief_outcome")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_supervision_brief")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_supervision_brief_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_supervision_brief_tenant_id_sent_on_id"),
        "supervision_brief",
        ["tenant_id", "sent_on", "id"],
        unique=False,
    )
    op.create_table(
        "supervision_campaign",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("leader", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("government_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("government", sa.String(), nullable=False),
        sa.Column("supervision_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("supervision", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("over_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("stage in ('plan', 'running', 'closed')", name=op.f("ck_supervision_campaign_stage")),
        sa.CheckConstraint("from_on <= to_on", name=op.f("ck_supervision_campaign_period")),
        sa.CheckConstraint(
            "government_id is null or government_id <> supervision_id", name=op.f("ck_supervision_campaign_two")
        ),
        sa.ForeignKeyConstraint(
            ["government_id"], ["core_account.id"], name=op.f("fk_supervision_campaign_government_id")
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"], ["core_account.id"], name=op.f("fk_supervision_campaign_supervision_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_supervision_campaign_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_supervision_campaign")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_supervision_campaign_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_supervision_campaign_tenant_id_from_on"),
        "supervision_campaign",
        ["tenant_id", "from_on"],
        unique=False,
    )
    op.create_table(
        "supervision_visit",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("help", sa.String(), nullable=False),
        sa.Column("solved_on", sa.Date(), nullable=True),
        sa.Column("solution", sa.String(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("entered_at", core.db.types.Instant(), nullable=False),
        sa.CheckConstraint('solved_on is null or solved_on >= "on"', name=op.f("ck_supervision_visit_solved")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_supervision_visit_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_supervision_visit")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_supervision_visit_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_supervision_visit_tenant_id_on_id"), "supervision_visit", ["tenant_id", "on", "id"], unique=False
    )
    op.create_index(
        op.f("ix_supervision_visit_tenant_id_unit_id_on"),
        "supervision_visit",
        ["tenant_id", "unit_id", "on"],
        unique=False,
    )
    op.create_table(
        "supervision_campaign_entry",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("campaign_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("found", sa.String(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("done", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "campaign_id"],
            ["supervision_campaign.tenant_id", "supervision_campaign.id"],
            name=op.f("fk_supervision_campaign_entry_tenant_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_supervision_campaign_entry_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_supervision_campaign_entry")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_supervision_campaign_entry_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_supervision_campaign_entry_tenant_id_campaign_id"),
        "supervision_campaign_entry",
        ["tenant_id", "campaign_id"],
        unique=False,
    )
    op.create_table(
        "supervision_chain",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("called", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("hands", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("opened_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("person_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("question", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("heard", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("words", core.db.crypto.Encrypted(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('', 'no_fault', 'talk', 'criticism', 'self_review', 'rectify', 'circular', 'transfer')",
            name=op.f("ck_supervision_chain_outcome"),
        ),
        sa.ForeignKeyConstraint(["opened_id"], ["core_account.id"], name=op.f("fk_supervision_chain_opened_id")),
        sa.ForeignKeyConstraint(["person_id"], ["core_account.id"], name=op.f("fk_supervision_chain_person_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_supervision_chain_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_supervision_chain")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_supervision_chain_tenant_id_person_id"), "supervision_chain", ["tenant_id", "person_id"], unique=False
    )
    op.create_index(
        op.f("ix_supervision_chain_tenant_id_subject_id"),
        "supervision_chain",
        ["tenant_id", "subject_id"],
        unique=False,
    )
    op.create_table(
        "supervision_complaint",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("campaign_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("person", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("words", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("name", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("contact", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("founded", sa.String(), nullable=False),
        sa.Column("findings", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("measures", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("county_answer", core.db.crypto.Encrypted(), nullable=False),
        sa.CheckConstraint("founded in ('', 'yes', 'partly', 'no')", name=op.f("ck_supervision_complaint_founded")),
        sa.CheckConstraint(
            "kind in ('', 'eat', 'take', 'block', 'demand', 'other')", name=op.f("ck_supervision_complaint_kind")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "about_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_supervision_complaint_tenant_id_about_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "campaign_id"],
            ["supervision_campaign.tenant_id", "supervision_campaign.id"],
            name=op.f("fk_supervision_complaint_tenant_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_supervision_complaint_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_supervision_complaint")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_supervision_complaint_tenant_id_about_id"),
        "supervision_complaint",
        ["tenant_id", "about_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_supervision_complaint_tenant_id_campaign_id"),
        "supervision_complaint",
        ["tenant_id", "campaign_id"],
        unique=False,
    )
    op.create_table(
        "supervision_meeting",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("chair", sa.String(), nullable=False),
        sa.Column("present", sa.String(), nullable=False),
        sa.Column("absent", sa.String(), nullable=False),
        sa.Column("guests", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("minutes_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("circular_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("stage in ('called', 'held', 'closed')", name=op.f("ck_supervision_meeting_stage")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "circular_id"],
            ["core_document.tenant_id", "core_document.id"],
            name=op.f("fk_supervision_meeting_tenant_id_circular_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "minutes_id"],
            ["core_document.tenant_id", "core_document.id"],
            name=op.f("fk_supervision_meeting_tenant_id_minutes_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_supervision_meeting")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_supervision_meeting_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_supervision_meeting_tenant_id_held_on"), "supervision_meeting", ["tenant_id", "held_on"], unique=False
    )
    op.create_table(
        "supervision_order",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("issuer_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("demand", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("limit_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("about_case_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("about_duty_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("draw_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("visit_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("checked", sa.String(), nullable=False),
        sa.Column("checked_by", sa.String(), nullable=False),
        sa.Column("ended_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind in ('assign', 'urge', 'supervise', 'rectify')", name=op.f("ck_supervision_order_kind")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["core_account.id"], name=op.f("fk_supervision_order_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "about_case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_supervision_order_tenant_id_about_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "about_duty_id"],
            ["core_duty.tenant_id", "core_duty.id"],
            name=op.f("fk_supervision_order_tenant_id_about_duty_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_supervision_order_tenant_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "draw_id"],
            ["core_draw.tenant_id", "core_draw.id"],
            name=op.f("fk_supervision_order_tenant_id_draw_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "issuer_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_supervision_order_tenant_id_issuer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "visit_id"],
            ["supervision_visit.tenant_id", "supervision_visit.id"],
            name=op.f("fk_supervision_order_tenant_id_visit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_supervision_order")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_supervision_order_tenant_id_visit_id"), "supervision_order", ["tenant_id", "visit_id"], unique=False
    )
    op.create_table(
        "supervision_tip",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("parcel_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("told", core.db.crypto.Encrypted(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_supervision_tip_tenant_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parcel_id"],
            ["core_parcel_received.tenant_id", "core_parcel_received.id"],
            name=op.f("fk_supervision_tip_tenant_id_parcel_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_supervision_tip")),
        info={"kind": "private"},
    )
    op.create_table(
        "supervision_agenda_item",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("meeting_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('', 'agreed', 'not_agreed', 'deferred')", name=op.f("ck_supervision_agenda_item_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["supervision_meeting.tenant_id", "supervision_meeting.id"],
            name=op.f("fk_supervision_agenda_item_tenant_id_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_supervision_agenda_item")),
        sa.UniqueConstraint(
            "tenant_id", "meeting_id", "number", name=op.f("uq_supervision_agenda_item_tenant_id_meeting_id_number")
        ),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_supervision_agenda_item_tenant_id_key"), "supervision_agenda_item", ["tenant_id", "key"], unique=False
    )
    op.create_table(
        "supervision_resolution",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("meeting_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("item_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["supervision_agenda_item.tenant_id", "supervision_agenda_item.id"],
            name=op.f("fk_supervision_resolution_tenant_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["supervision_meeting.tenant_id", "supervision_meeting.id"],
            name=op.f("fk_supervision_resolution_tenant_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_supervision_resolution_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_supervision_resolution")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_supervision_resolution_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_supervision_resolution_tenant_id_meeting_id"),
        "supervision_resolution",
        ["tenant_id", "meeting_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_supervision_resolution_tenant_id_unit_id_due_on"),
        "supervision_resolution",
        ["tenant_id", "unit_id", "due_on"],
        unique=False,
    )


def downgrade() -> None:
    raise NotImplementedError("a backup is the way back")

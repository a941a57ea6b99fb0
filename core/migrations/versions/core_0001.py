"""The tables of core."""

import sqlalchemy as sa
from alembic import op

import core.db.crypto
import core.db.types

revision = "core_0001"
down_revision = None
branch_labels = ("core",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_account",
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("password_set_at", core.db.types.Instant(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", core.db.types.Instant(), nullable=False),
        sa.Column("last_tenant_id", sa.Integer(), nullable=True),
        sa.Column("admin", sa.String(), nullable=True),
        sa.Column("factor_since", core.db.types.Instant(), nullable=True),
        sa.CheckConstraint(
            "admin is null or admin in ('audit', 'security', 'system')", name=op.f("ck_core_account_admin")
        ),
        sa.CheckConstraint("state in ('invited', 'active', 'suspended')", name=op.f("ck_core_account_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_account")),
        sa.UniqueConstraint("id", "admin", name=op.f("uq_core_account_id_admin")),
        sa.UniqueConstraint("login", name=op.f("uq_core_account_login")),
        info={"kind": "global"},
    )
    op.create_table(
        "core_audit",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("actor_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_audit")),
        info={"kind": "private", "append_only": True, "moves": False},
    )
    op.create_index(op.f("ix_core_audit_tenant_id_at"), "core_audit", ["tenant_id", "at"], unique=False)
    op.create_table(
        "core_calendar_version",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("published_to", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("imported_by", sa.String(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_core_calendar_version")),
        sa.UniqueConstraint("version", name=op.f("uq_core_calendar_version_version")),
        info={"kind": "global"},
    )
    op.create_table(
        "core_circular",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("sign_by", sa.Date(), nullable=True),
        sa.Column("sent_at", core.db.types.Instant(), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_circular")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_core_circular_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(op.f("ix_core_circular_tenant_id_sent_at"), "core_circular", ["tenant_id", "sent_at"], unique=False)
    op.create_table(
        "core_comment",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("owner_kind", sa.String(), nullable=False),
        sa.Column("owner_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("name", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("phone", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("looked_at", core.db.types.Instant(), nullable=True),
        sa.Column("looked_by", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("taken", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "ground in ('', 'unlawful', 'insult', 'private', 'advert', 'unrelated', 'twice')",
            name=op.f("ck_core_comment_ground"),
        ),
        sa.CheckConstraint("taken in ('', 'yes', 'part', 'no')", name=op.f("ck_core_comment_taken")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_comment")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_core_comment_tenant_id_form_key")),
        info={"kind": "publishable"},
    )
    op.create_index(
        op.f("ix_core_comment_tenant_id_owner_kind_looked_at_at"),
        "core_comment",
        ["tenant_id", "owner_kind", "looked_at", "at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_core_comment_tenant_id_owner_kind_owner_id_at"),
        "core_comment",
        ["tenant_id", "owner_kind", "owner_id", "at"],
        unique=False,
    )
    op.create_table(
        "core_counter",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("n > 0", name=op.f("ck_core_counter_positive")),
        sa.PrimaryKeyConstraint("tenant_id", "series", "year", name=op.f("pk_core_counter")),
        info={"kind": "private"},
    )
    op.create_table(
        "core_digest",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("since", core.db.types.Instant(), nullable=False),
        sa.Column("until", core.db.types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_digest")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_digest_tenant_id_addressee_channel_until"),
        "core_digest",
        ["tenant_id", "addressee", "channel", "until"],
        unique=False,
    )
    op.create_table(
        "core_draft",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("code_index", sa.String(), nullable=False),
        sa.Column("content", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("updated_at", core.db.types.Instant(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_draft")),
        sa.UniqueConstraint("tenant_id", "code_index", name=op.f("uq_core_draft_tenant_id_code_index")),
        info={"kind": "private"},
    )
    op.create_index(op.f("ix_core_draft_tenant_id_expires_on"), "core_draft", ["tenant_id", "expires_on"], unique=False)
    op.create_table(
        "core_draw",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("after_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("begun_at", core.db.types.Instant(), nullable=False),
        sa.Column("begun_by", sa.String(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=True),
        sa.Column("void_at", core.db.types.Instant(), nullable=True),
        sa.Column("void_by", sa.String(), nullable=False),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "after_id"],
            ["core_draw.tenant_id", "core_draw.id"],
            name=op.f("fk_core_draw_tenant_id_after_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_draw")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_core_draw_tenant_id_form_key")),
        info={"kind": "publishable"},
    )
    op.create_index("ix_core_draw_begun", "core_draw", ["tenant_id", "begun_at", "id"], unique=False)
    op.create_table(
        "core_effect",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("handler", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "handler", "key", name=op.f("pk_core_effect")),
        info={"kind": "private"},
    )
    op.create_table(
        "core_file",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner_kind", sa.String(), nullable=False),
        sa.Column("owner_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("stored_at", core.db.types.Instant(), nullable=False),
        sa.Column("scan", sa.String(), nullable=False),
        sa.Column("scan_found", sa.String(), nullable=False),
        sa.Column("checked_at", core.db.types.Instant(), nullable=True),
        sa.Column("fault", sa.String(), nullable=False),
        sa.CheckConstraint("fault in ('', 'changed', 'missing')", name=op.f("ck_core_file_fault")),
        sa.CheckConstraint("scan in ('', 'waiting', 'clean', 'found', 'passed')", name=op.f("ck_core_file_scan")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_core_file_size")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_file")),
        info={"kind": "private"},
    )
    op.create_index(op.f("ix_core_file_sha256"), "core_file", ["sha256"], unique=False)
    op.create_index(op.f("ix_core_file_tenant_id_checked_at"), "core_file", ["tenant_id", "checked_at"], unique=False)
    op.create_index(
        op.f("ix_core_file_tenant_id_owner_kind_owner_id"),
        "core_file",
        ["tenant_id", "owner_kind", "owner_id"],
        unique=False,
    )
    op.create_table(
        "core_form_once",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "key", name=op.f("pk_core_form_once")),
        info={"kind": "private"},
    )
    op.create_table(
        "core_job",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", core.db.types.Instant(), nullable=True),
        sa.Column("started_at", core.db.types.Instant(), nullable=False),
        sa.Column("finished_at", core.db.types.Instant(), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_job")),
        sa.UniqueConstraint("tenant_id", "slot", name=op.f("uq_core_job_tenant_id_slot")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_job_tenant_id_name_started_at"), "core_job", ["tenant_id", "name", "started_at"], unique=False
    )
    op.create_table(
        "core_job_progress",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("started_at", core.db.types.Instant(), nullable=False),
        sa.Column("moved_at", core.db.types.Instant(), nullable=False),
        sa.Column("finished_at", core.db.types.Instant(), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "name", name=op.f("pk_core_job_progress")),
        info={"kind": "private"},
    )
    op.create_table(
        "core_letter_template",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("states", sa.JSON(), nullable=False),
        sa.Column("wants_reply", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("changed_at", core.db.types.Instant(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_letter_template")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_core_letter_template_tenant_id_code")),
        info={"kind": "private"},
    )
    op.create_table(
        "core_mistake",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("contact", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", core.db.types.Instant(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_mistake")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_mistake_tenant_id_answered_at_at"),
        "core_mistake",
        ["tenant_id", "answered_at", "at"],
        unique=False,
    )
    op.create_table(
        "core_organisation",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("number_index", sa.String(), nullable=False),
        sa.Column("representative", sa.String(), nullable=False),
        sa.Column("phone", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("address", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("registered_at", core.db.types.Instant(), nullable=False),
        sa.Column("registered_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_organisation")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_core_organisation_tenant_id_form_key")),
        sa.UniqueConstraint("tenant_id", "number_index", name=op.f("uq_core_organisation_tenant_id_number_index")),
        info={"kind": "private"},
    )
    op.create_table(
        "core_outbox",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("created_at", core.db.types.Instant(), nullable=False),
        sa.Column("available_at", core.db.types.Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("parked", sa.Boolean(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_outbox")),
        info={"kind": "private"},
    )
    op.create_index(
        "ix_core_outbox_parked",
        "core_outbox",
        ["tenant_id", "created_at"],
        unique=False,
        sqlite_where=sa.text("parked = 1"),
        postgresql_where=sa.text("parked = true"),
    )
    op.create_index(
        "ix_core_outbox_todo",
        "core_outbox",
        ["tenant_id", "priority", "available_at"],
        unique=False,
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open = true"),
    )
    op.create_table(
        "core_paper_ending",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("replaced_by", core.db.types.Uid(length=16), nullable=True),
        sa.CheckConstraint("state in ('recalled', 'replaced')", name=op.f("ck_core_paper_ending_state")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_paper_ending")),
        info={"kind": "private", "append_only": True, "moves": True},
    )
    op.create_table(
        "core_paper_wording",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_core_paper_wording_positive")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_paper_wording")),
        sa.UniqueConstraint("tenant_id", "code", "version", name=op.f("uq_core_paper_wording_tenant_id_code_version")),
        info={"kind": "private", "append_only": True, "moves": True},
    )
    op.create_table(
        "core_parcel_received",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("from_tenant", sa.Integer(), nullable=False),
        sa.Column("source_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sent_at", core.db.types.Instant(), nullable=False),
        sa.Column("delivered_at", core.db.types.Instant(), nullable=False),
        sa.Column("answered_at", core.db.types.Instant(), nullable=True),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.CheckConstraint("state in ('delivered', 'received', 'refused')", name=op.f("ck_core_parcel_received_state")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_parcel_received")),
        sa.UniqueConstraint(
            "tenant_id",
            "from_tenant",
            "source_id",
            name=op.f("uq_core_parcel_received_tenant_id_from_tenant_source_id"),
        ),
        info={"kind": "private"},
    )
    op.create_index(
        "ix_core_parcel_received_waiting",
        "core_parcel_received",
        ["tenant_id", "kind"],
        unique=False,
        sqlite_where=sa.text("state = 'delivered'"),
        postgresql_where=sa.text("state = 'delivered'"),
    )
    op.create_table(
        "core_parcel_sent",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("to_tenant", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("content", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sent_at", core.db.types.Instant(), nullable=False),
        sa.Column("delivered_at", core.db.types.Instant(), nullable=True),
        sa.Column("answered_at", core.db.types.Instant(), nullable=True),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "state in ('sent', 'delivered', 'received', 'refused')", name=op.f("ck_core_parcel_sent_state")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_parcel_sent")),
        sa.UniqueConstraint(
            "tenant_id", "kind", "key", "to_tenant", name=op.f("uq_core_parcel_sent_tenant_id_kind_key_to_tenant")
        ),
        info={"kind": "private"},
    )
    op.create_table(
        "core_parked_revision",
        sa.Column("revision", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_core_parked_revision")),
        info={"kind": "global"},
    )
    op.create_table(
        "core_portal_column",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_portal_column")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_core_portal_column_tenant_id_code")),
        info={"kind": "publishable"},
    )
    op.create_table(
        "core_seal_picture",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("brought_by", core.db.types.Uid(length=16), nullable=False),
        sa.Column("bringer", sa.String(), nullable=False),
        sa.Column("brought_at", core.db.types.Instant(), nullable=False),
        sa.Column("decider", sa.String(), nullable=False),
        sa.Column("decided_at", core.db.types.Instant(), nullable=True),
        sa.CheckConstraint("stage in ('waits', 'counts', 'ended')", name=op.f("ck_core_seal_picture_stage")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_seal_picture")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_core_seal_picture_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_table(
        "core_synced",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "kind", "key", name=op.f("pk_core_synced")),
        info={"kind": "private"},
    )
    op.create_table(
        "core_tenant",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("division_code", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("own_duties", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.CheckConstraint("tier in ('county', 'township')", name=op.f("ck_core_tenant_tier")),
        sa.ForeignKeyConstraint(["parent_id"], ["core_tenant.id"], name=op.f("fk_core_tenant_parent_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["core_tenant.id"], name=op.f("fk_core_tenant_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_tenant")),
        info={"kind": "global"},
    )
    op.create_table(
        "core_tenant_tree",
        sa.Column("ancestor_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("ancestor_id", "tenant_id", name=op.f("pk_core_tenant_tree")),
        info={"kind": "global"},
    )
    op.create_index(op.f("ix_core_tenant_tree_tenant_id"), "core_tenant_tree", ["tenant_id"], unique=False)
    op.create_table(
        "core_throttle",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", core.db.types.Instant(), nullable=False),
        sa.Column("wait_until", core.db.types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_core_throttle")),
        info={"kind": "global"},
    )
    op.create_table(
        "core_unit",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("legal_title", sa.String(), nullable=False),
        sa.Column("superior", sa.String(), nullable=False),
        sa.Column("parent_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "function in ('', 'general_office', 'supervision_office', 'justice_bureau', 'personnel_bureau')",
            name=op.f("ck_core_unit_function"),
        ),
        sa.CheckConstraint(
            "kind in ('office', 'station', 'village', 'enforcement', 'window', 'leadership', 'joint_meeting', 'department')",
            name=op.f("ck_core_unit_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parent_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_core_unit_tenant_id_parent_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_unit")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_core_unit_tenant_id_code")),
        info={"kind": "publishable"},
    )
    op.create_table(
        "core_upload",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("created_at", core.db.types.Instant(), nullable=False),
        sa.Column("expires_at", core.db.types.Instant(), nullable=False),
        sa.CheckConstraint("received <= size", name=op.f("ck_core_upload_received")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_upload")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_upload_tenant_id_expires_at"), "core_upload", ["tenant_id", "expires_at"], unique=False
    )
    op.create_index(op.f("ix_core_upload_tenant_id_holder"), "core_upload", ["tenant_id", "holder"], unique=False)
    op.create_index(op.f("ix_core_upload_tenant_id_origin"), "core_upload", ["tenant_id", "origin"], unique=False)
    op.create_table(
        "core_activation_link",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("expires_at", core.db.types.Instant(), nullable=False),
        sa.Column("used_at", core.db.types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_activation_link_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_core_activation_link")),
        info={"kind": "global"},
    )
    op.create_table(
        "core_api_token",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("maker_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("maker", sa.String(), nullable=False),
        sa.Column("made_at", core.db.types.Instant(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("used_at", core.db.types.Instant(), nullable=True),
        sa.Column("revoked_at", core.db.types.Instant(), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["maker_id"], ["core_account.id"], name=op.f("fk_core_api_token_maker_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_api_token")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_core_api_token_tenant_id_form_key")),
        sa.UniqueConstraint("tenant_id", "secret_hash", name=op.f("uq_core_api_token_tenant_id_secret_hash")),
        info={"kind": "private"},
    )
    op.create_table(
        "core_audit_link",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("audit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("algorithm", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"],
            ["core_audit.tenant_id", "core_audit.id"],
            name=op.f("fk_core_audit_link_tenant_id_audit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "seq", name=op.f("pk_core_audit_link")),
        sa.UniqueConstraint("tenant_id", "audit_id", name=op.f("uq_core_audit_link_tenant_id_audit_id")),
        info={"kind": "private", "append_only": True, "moves": False},
    )
    op.create_table(
        "core_batch",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("created_at", core.db.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_batch_account_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_batch")),
        info={"kind": "private"},
    )
    op.create_index("ix_core_batch_account", "core_batch", ["tenant_id", "account_id", "created_at"], unique=False)
    op.create_table(
        "core_calendar_day",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint("kind in ('off', 'work')", name=op.f("ck_core_calendar_day_kind")),
        sa.ForeignKeyConstraint(["number"], ["core_calendar_version.number"], name=op.f("fk_core_calendar_day_number")),
        sa.PrimaryKeyConstraint("number", "date", name=op.f("pk_core_calendar_day")),
        info={"kind": "global"},
    )
    op.create_table(
        "core_calendar_feed",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("maker_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("made_at", core.db.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["maker_id"], ["core_account.id"], name=op.f("fk_core_calendar_feed_maker_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_core_calendar_feed_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_calendar_feed")),
        sa.UniqueConstraint("tenant_id", "secret_hash", name=op.f("uq_core_calendar_feed_tenant_id_secret_hash")),
        info={"kind": "private"},
    )
    op.create_table(
        "core_calendar_proposal",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("rests_on", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("proposed_by", core.db.types.Uid(length=16), nullable=False),
        sa.Column("proposer", sa.String(), nullable=False),
        sa.Column("proposed_at", core.db.types.Instant(), nullable=False),
        sa.Column("decided_by", core.db.types.Uid(length=16), nullable=True),
        sa.Column("decider", sa.String(), nullable=False),
        sa.Column("decided_at", core.db.types.Instant(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('open', 'confirmed', 'rejected', 'replaced')", name=op.f("ck_core_calendar_proposal_outcome")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["core_account.id"], name=op.f("fk_core_calendar_proposal_decided_by")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["core_account.id"], name=op.f("fk_core_calendar_proposal_proposed_by")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_calendar_proposal")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_calendar_proposal_tenant_id_outcome"),
        "core_calendar_proposal",
        ["tenant_id", "outcome"],
        unique=False,
    )
    op.create_table(
        "core_case",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("parent_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("no_year", sa.Integer(), nullable=True),
        sa.Column("no_seq", sa.Integer(), nullable=True),
        sa.Column("numbered_by", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("party_index", sa.String(), nullable=True),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("handler_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("code", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("code_index", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("opened_at", core.db.types.Instant(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("closed_at", core.db.types.Instant(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("safe_due_on", sa.Date(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("due_rule", sa.String(), nullable=True),
        sa.Column("clock_state", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["handler_id"], ["core_account.id"], name=op.f("fk_core_case_handler_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parent_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_core_case_tenant_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_core_case_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_case")),
        sa.UniqueConstraint("tenant_id", "code_index", name=op.f("uq_core_case_tenant_id_code_index")),
        sa.UniqueConstraint(
            "tenant_id",
            "numbered_by",
            "series",
            "no_year",
            "no_seq",
            name=op.f("uq_core_case_tenant_id_numbered_by_series_no_year_no_seq"),
        ),
        info={"kind": "private"},
    )
    op.create_index("ix_core_case_closed", "core_case", ["tenant_id", "closed_at", "kind", "received_on"], unique=False)
    op.create_index(
        "ix_core_case_county",
        "core_case",
        ["listed_on", "id", "tenant_id"],
        unique=False,
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open = true"),
    )
    op.create_index("ix_core_case_listed", "core_case", ["tenant_id", "listed_on", "id"], unique=False)
    op.create_index(
        "ix_core_case_open",
        "core_case",
        ["tenant_id", "listed_on", "id", "clock_state", "kind", "is_open"],
        unique=False,
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open = true"),
    )
    op.create_index(
        "ix_core_case_open_received",
        "core_case",
        ["tenant_id", "received_on", "id"],
        unique=False,
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open = true"),
    )
    op.create_index("ix_core_case_parent", "core_case", ["tenant_id", "parent_id"], unique=False)
    op.create_index("ix_core_case_party", "core_case", ["tenant_id", "party_index"], unique=False)
    op.create_index("ix_core_case_received", "core_case", ["tenant_id", "received_on", "id", "kind"], unique=False)
    op.create_index("ix_core_case_state", "core_case", ["tenant_id", "state", "listed_on", "id"], unique=False)
    op.create_index("ix_core_case_unit", "core_case", ["tenant_id", "unit_id", "listed_on", "id"], unique=False)
    op.create_table(
        "core_circular_received",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("parcel_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("sign_by", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parcel_id"],
            ["core_parcel_received.tenant_id", "core_parcel_received.id"],
            name=op.f("fk_core_circular_received_tenant_id_parcel_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_circular_received")),
        sa.UniqueConstraint("tenant_id", "parcel_id", name=op.f("uq_core_circular_received_tenant_id_parcel_id")),
        info={"kind": "private"},
    )
    op.create_table(
        "core_desk_draft",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("updated_at", core.db.types.Instant(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_desk_draft_account_id")),
        sa.PrimaryKeyConstraint("tenant_id", "account_id", "place", name=op.f("pk_core_desk_draft")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_desk_draft_tenant_id_expires_on"), "core_desk_draft", ["tenant_id", "expires_on"], unique=False
    )
    op.create_table(
        "core_document",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("sent_to", sa.String(), nullable=False),
        sa.Column("cc", sa.String(), nullable=False),
        sa.Column("body", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("attachments", sa.Text(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("checked_by", core.db.types.Uid(length=16), nullable=True),
        sa.Column("checker", sa.String(), nullable=False),
        sa.Column("changed_at", core.db.types.Instant(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("replaces_id", core.db.types.Uid(length=16), nullable=True),
        sa.CheckConstraint(
            "format in ('letterhead', 'letter', 'order', 'minutes')", name=op.f("ck_core_document_format")
        ),
        sa.CheckConstraint(
            "kind in ('resolution', 'decision', 'order', 'communique', 'announcement', 'proclamation', 'opinion', 'notice', 'circular', 'report', 'request', 'reply', 'bill', 'letter', 'minutes')",
            name=op.f("ck_core_document_kind"),
        ),
        sa.CheckConstraint(
            "stage in ('draft', 'checking', 'signing', 'signed', 'issued', 'recalled', 'replaced', 'void')",
            name=op.f("ck_core_document_stage"),
        ),
        sa.CheckConstraint("urgency in ('', 'urgent', 'most_urgent')", name=op.f("ck_core_document_urgency")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_core_document_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_document")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_core_document_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_document_tenant_id_stage_changed_at"),
        "core_document",
        ["tenant_id", "stage", "changed_at"],
        unique=False,
    )
    op.create_table(
        "core_draw_signature",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("draw_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("signed_at", core.db.types.Instant(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("revealed_at", core.db.types.Instant(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_draw_signature_account_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "draw_id"],
            ["core_draw.tenant_id", "core_draw.id"],
            name=op.f("fk_core_draw_signature_tenant_id_draw_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "draw_id", "seat", name=op.f("pk_core_draw_signature")),
        sa.UniqueConstraint(
            "tenant_id", "draw_id", "account_id", name=op.f("uq_core_draw_signature_tenant_id_draw_id_account_id")
        ),
        info={"kind": "publishable"},
    )
    op.create_table(
        "core_duty",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("receiver_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("safe_due_on", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("rule_version", sa.Date(), nullable=True),
        sa.Column("calendar_version", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("nil", sa.Boolean(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("late_reason", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("opinion", sa.String(), nullable=False),
        sa.Column("submitted_by", core.db.types.Uid(length=16), nullable=True),
        sa.Column("submitted_at", core.db.types.Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('open', 'submitted', 'accepted', 'returned')", name=op.f("ck_core_duty_state")),
        sa.ForeignKeyConstraint(["submitted_by"], ["core_account.id"], name=op.f("fk_core_duty_submitted_by")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "receiver_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_core_duty_tenant_id_receiver_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_core_duty_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_duty")),
        sa.UniqueConstraint(
            "tenant_id", "rule", "unit_id", "period", name=op.f("uq_core_duty_tenant_id_rule_unit_id_period")
        ),
        info={"kind": "private"},
    )
    op.create_index("ix_core_duty_due", "core_duty", ["tenant_id", "state", "due_on"], unique=False)
    op.create_index(
        "ix_core_duty_period", "core_duty", ["tenant_id", "period", "rule", "unit_id", "state", "due_on"], unique=False
    )
    op.create_index("ix_core_duty_receiver", "core_duty", ["tenant_id", "receiver_id", "due_on", "id"], unique=False)
    op.create_index("ix_core_duty_unit", "core_duty", ["tenant_id", "unit_id", "due_on", "id"], unique=False)
    op.create_table(
        "core_duty_report",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("document_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("made_by", core.db.types.Uid(length=16), nullable=False),
        sa.Column("made_by_name", sa.String(), nullable=False),
        sa.Column("made_at", core.db.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["core_account.id"], name=op.f("fk_core_duty_report_made_by")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_core_duty_report_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_duty_report")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_core_duty_report_tenant_id_key")),
        info={"kind": "private"},
    )
    op.create_index("ix_core_duty_report_made", "core_duty_report", ["tenant_id", "made_at", "id"], unique=False)
    op.create_table(
        "core_former_password",
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("ended_at", core.db.types.Instant(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_former_password_account_id")),
        sa.PrimaryKeyConstraint("account_id", "ended_at", name=op.f("pk_core_former_password")),
        info={"kind": "global"},
    )
    op.create_table(
        "core_grant",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("ended_at", core.db.types.Instant(), nullable=True),
        sa.Column("admin", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(role in ('auditor') and coalesce(admin, '') = 'audit') or (role in ('security_admin') and coalesce(admin, '') = 'security') or (role in ('unit_admin', 'county_admin') and coalesce(admin, '') = 'system') or (role not in ('unit_admin', 'county_admin', 'security_admin', 'auditor') and admin is null)",
            name=op.f("ck_core_grant_admin"),
        ),
        sa.CheckConstraint("to_on is null or to_on >= from_on", name=op.f("ck_core_grant_dates")),
        sa.ForeignKeyConstraint(
            ["account_id", "admin"],
            ["core_account.id", "core_account.admin"],
            name=op.f("fk_core_grant_account_id_admin"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_grant_account_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_core_grant_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_grant")),
        sa.UniqueConstraint(
            "tenant_id",
            "account_id",
            "unit_id",
            "role",
            "from_on",
            name=op.f("uq_core_grant_tenant_id_account_id_unit_id_role_from_on"),
        ),
        info={"kind": "private"},
    )
    op.create_index("ix_core_grant_account_id", "core_grant", ["account_id", "tenant_id"], unique=False)
    op.create_table(
        "core_identity",
        sa.Column("subject_hash", sa.String(), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("tied_at", core.db.types.Instant(), nullable=False),
        sa.Column("tied_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_identity_account_id")),
        sa.PrimaryKeyConstraint("subject_hash", name=op.f("pk_core_identity")),
        sa.UniqueConstraint("account_id", "issuer", name=op.f("uq_core_identity_account_id_issuer")),
        info={"kind": "global"},
    )
    op.create_table(
        "core_list_columns",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_list_columns_account_id")),
        sa.PrimaryKeyConstraint("tenant_id", "account_id", name=op.f("pk_core_list_columns")),
        info={"kind": "private"},
    )
    op.create_table(
        "core_login_session",
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("created_at", core.db.types.Instant(), nullable=False),
        sa.Column("seen_at", core.db.types.Instant(), nullable=False),
        sa.Column("expires_at", core.db.types.Instant(), nullable=False),
        sa.Column("proven_at", core.db.types.Instant(), nullable=False),
        sa.Column("proven_by", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_login_session_account_id")),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_core_login_session")),
        info={"kind": "global"},
    )
    op.create_index(op.f("ix_core_login_session_account_id"), "core_login_session", ["account_id"], unique=False)
    op.create_table(
        "core_notice",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("matter_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("shown_at", core.db.types.Instant(), nullable=True),
        sa.Column("read_at", core.db.types.Instant(), nullable=True),
        sa.CheckConstraint("(recipient = 'person') = (account_id is not null)", name=op.f("ck_core_notice_account")),
        sa.CheckConstraint("recipient in ('person', 'unit', 'party')", name=op.f("ck_core_notice_recipient")),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_notice_account_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_notice")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_notice_tenant_id_account_id_at"), "core_notice", ["tenant_id", "account_id", "at"], unique=False
    )
    op.create_index(
        op.f("ix_core_notice_tenant_id_matter_id_at"), "core_notice", ["tenant_id", "matter_id", "at"], unique=False
    )
    op.create_index(
        "ix_core_notice_unread",
        "core_notice",
        ["tenant_id", "account_id"],
        unique=False,
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "core_notice_settings",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("modes", sa.JSON(), nullable=False),
        sa.Column("addresses", core.db.crypto.Encrypted(), nullable=True),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_to", sa.Integer(), nullable=False),
        sa.Column("changed_at", core.db.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_notice_settings_account_id")),
        sa.PrimaryKeyConstraint("tenant_id", "account_id", name=op.f("pk_core_notice_settings")),
        info={"kind": "private"},
    )
    op.create_table(
        "core_organisation_member",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("organisation_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("code_index", sa.String(), nullable=False),
        sa.Column("invited_at", core.db.types.Instant(), nullable=False),
        sa.Column("invited_by", sa.String(), nullable=False),
        sa.Column("joined_at", core.db.types.Instant(), nullable=True),
        sa.Column("removed_at", core.db.types.Instant(), nullable=True),
        sa.Column("removed_by", sa.String(), nullable=False),
        sa.CheckConstraint("is_admin or until is not null", name=op.f("ck_core_organisation_member_until")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "organisation_id"],
            ["core_organisation.tenant_id", "core_organisation.id"],
            name=op.f("fk_core_organisation_member_tenant_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_organisation_member")),
        sa.UniqueConstraint("tenant_id", "code_index", name=op.f("uq_core_organisation_member_tenant_id_code_index")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_core_organisation_member_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_organisation_member_tenant_id_organisation_id"),
        "core_organisation_member",
        ["tenant_id", "organisation_id"],
        unique=False,
    )
    op.create_table(
        "core_overlay_version",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["core_tenant.id"], name=op.f("fk_core_overlay_version_tenant_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_core_overlay_version")),
        sa.UniqueConstraint("version", name=op.f("uq_core_overlay_version_version")),
        info={"kind": "global"},
    )
    op.create_table(
        "core_pad",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("digits", sa.Integer(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("first > 0 and first <= last", name=op.f("ck_core_pad_numbers")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_core_pad_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_pad")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_core_pad_tenant_id_form_key")),
        info={"kind": "private", "append_only": True, "moves": True},
    )
    op.create_index(
        op.f("ix_core_pad_tenant_id_paper_prefix_first"),
        "core_pad",
        ["tenant_id", "paper", "prefix", "first"],
        unique=False,
    )
    op.create_table(
        "core_person",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("phone", core.db.crypto.Encrypted(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("suspended_at", core.db.types.Instant(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_person_account_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_core_person_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_person")),
        sa.UniqueConstraint("tenant_id", "account_id", name=op.f("uq_core_person_tenant_id_account_id")),
        info={"kind": "private"},
    )
    op.create_table(
        "core_plugin_rule",
        sa.Column("county_id", sa.Integer(), nullable=False),
        sa.Column("plugin", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", core.db.types.Instant(), nullable=False),
        sa.CheckConstraint("rule in ('free', 'on', 'off')", name=op.f("ck_core_plugin_rule_rule")),
        sa.ForeignKeyConstraint(["county_id"], ["core_tenant.id"], name=op.f("fk_core_plugin_rule_county_id")),
        sa.PrimaryKeyConstraint("county_id", "plugin", name=op.f("pk_core_plugin_rule")),
        info={"kind": "global"},
    )
    op.create_table(
        "core_publication",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("column_code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("changed_at", core.db.types.Instant(), nullable=False),
        sa.Column("checked_by", core.db.types.Uid(length=16), nullable=True),
        sa.Column("checker", sa.String(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("looked_at", sa.JSON(), nullable=False),
        sa.Column("signer", sa.String(), nullable=False),
        sa.Column("published_at", core.db.types.Instant(), nullable=True),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("replaces_id", core.db.types.Uid(length=16), nullable=True),
        sa.CheckConstraint("audience in ('public', 'townships', 'staff')", name=op.f("ck_core_publication_audience")),
        sa.CheckConstraint(
            "stage in ('draft', 'checked', 'published', 'withdrawn', 'replaced')",
            name=op.f("ck_core_publication_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_core_publication_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_publication")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_core_publication_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_publication_tenant_id_stage_changed_at"),
        "core_publication",
        ["tenant_id", "stage", "changed_at"],
        unique=False,
    )
    op.create_table(
        "core_recovery_code",
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", core.db.types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_recovery_code_account_id")),
        sa.PrimaryKeyConstraint("account_id", "code_hash", name=op.f("pk_core_recovery_code")),
        info={"kind": "global"},
    )
    op.create_table(
        "core_saved_filter",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("created_at", core.db.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_saved_filter_account_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_core_saved_filter_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_saved_filter")),
        sa.UniqueConstraint(
            "tenant_id", "account_id", "name", name=op.f("uq_core_saved_filter_tenant_id_account_id_name")
        ),
        info={"kind": "private"},
    )
    op.create_index("ix_core_saved_filter_unit", "core_saved_filter", ["tenant_id", "unit_id"], unique=False)
    op.create_table(
        "core_scheme",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("drafted_by", core.db.types.Uid(length=16), nullable=False),
        sa.Column("drafter", sa.String(), nullable=False),
        sa.Column("changed_at", core.db.types.Instant(), nullable=False),
        sa.Column("decider", sa.String(), nullable=False),
        sa.Column("decided_at", core.db.types.Instant(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("document_id", core.db.types.Uid(length=16), nullable=True),
        sa.CheckConstraint(
            "state in ('draft', 'proposed', 'in_force', 'replaced', 'dropped')", name=op.f("ck_core_scheme_state")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["core_tenant.id"], name=op.f("fk_core_scheme_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_scheme")),
        sa.UniqueConstraint("form_key", name=op.f("uq_core_scheme_form_key")),
        info={"kind": "global"},
    )
    op.create_index(
        "uq_core_scheme_in_force",
        "core_scheme",
        ["tenant_id", "year"],
        unique=True,
        sqlite_where=sa.text("state = 'in_force'"),
        postgresql_where=sa.text("state = 'in_force'"),
    )
    op.create_index(
        "uq_core_scheme_open",
        "core_scheme",
        ["tenant_id", "year"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'proposed')"),
        postgresql_where=sa.text("state IN ('draft', 'proposed')"),
    )
    op.create_table(
        "core_second_factor",
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("secret", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_second_factor_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_core_second_factor")),
        info={"kind": "global"},
    )
    op.create_table(
        "core_sheet_export",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("listing", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("created_at", core.db.types.Instant(), nullable=False),
        sa.Column("made_at", core.db.types.Instant(), nullable=True),
        sa.Column("expires_at", core.db.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_sheet_export_account_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_sheet_export")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_sheet_export_tenant_id_account_id"),
        "core_sheet_export",
        ["tenant_id", "account_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_core_sheet_export_tenant_id_expires_at"),
        "core_sheet_export",
        ["tenant_id", "expires_at"],
        unique=False,
    )
    op.create_table(
        "core_sheet_import",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("content", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("created_at", core.db.types.Instant(), nullable=False),
        sa.Column("ordered_at", core.db.types.Instant(), nullable=True),
        sa.Column("undone_at", core.db.types.Instant(), nullable=True),
        sa.CheckConstraint("state in ('looked', 'ordered', 'undone')", name=op.f("ck_core_sheet_import_state")),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_sheet_import_account_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_sheet_import")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_sheet_import_tenant_id_account_id_created_at"),
        "core_sheet_import",
        ["tenant_id", "account_id", "created_at"],
        unique=False,
    )
    op.create_table(
        "core_tenant_plugin",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("plugin", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", core.db.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["core_tenant.id"], name=op.f("fk_core_tenant_plugin_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "plugin", name=op.f("pk_core_tenant_plugin")),
        info={"kind": "global"},
    )
    op.create_table(
        "core_unit_plugin",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("plugin", sa.String(), nullable=False),
        sa.Column("off", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", core.db.types.Instant(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_core_unit_plugin_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_unit_plugin")),
        sa.UniqueConstraint(
            "tenant_id", "unit_id", "plugin", name=op.f("uq_core_unit_plugin_tenant_id_unit_id_plugin")
        ),
        info={"kind": "publishable"},
    )
    op.create_table(
        "core_visit",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("session_hash", sa.String(), nullable=False),
        sa.Column("from_tenant", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("opened_at", core.db.types.Instant(), nullable=False),
        sa.Column("ends_at", core.db.types.Instant(), nullable=False),
        sa.Column("left_at", core.db.types.Instant(), nullable=True),
        sa.CheckConstraint("purpose in ('read', 'manage')", name=op.f("ck_core_visit_purpose")),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_visit_account_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_visit")),
        info={"kind": "private"},
    )
    op.create_index(op.f("ix_core_visit_session_hash"), "core_visit", ["session_hash"], unique=False)
    op.create_table(
        "core_webhook",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("secret", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("maker_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("maker", sa.String(), nullable=False),
        sa.Column("made_at", core.db.types.Instant(), nullable=False),
        sa.Column("ended_at", core.db.types.Instant(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("down_until", core.db.types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["maker_id"], ["core_account.id"], name=op.f("fk_core_webhook_maker_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_webhook")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_core_webhook_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_table(
        "core_batch_row",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("batch_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=True),
        sa.CheckConstraint(
            "outcome in ('waiting', 'done', 'refused', 'undone')", name=op.f("ck_core_batch_row_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "batch_id"],
            ["core_batch.tenant_id", "core_batch.id"],
            name=op.f("fk_core_batch_row_tenant_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_core_batch_row_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_batch_row")),
        sa.UniqueConstraint(
            "tenant_id", "batch_id", "case_id", name=op.f("uq_core_batch_row_tenant_id_batch_id_case_id")
        ),
        info={"kind": "private"},
    )
    op.create_index("ix_core_batch_row_case", "core_batch_row", ["tenant_id", "case_id"], unique=False)
    op.create_table(
        "core_case_mark",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("looked_at", core.db.types.Instant(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_case_mark_account_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_core_case_mark_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "account_id", "case_id", name=op.f("pk_core_case_mark")),
        info={"kind": "private"},
    )
    op.create_index("ix_core_case_mark_case", "core_case_mark", ["tenant_id", "case_id"], unique=False)
    op.create_index(
        "ix_core_case_mark_looked", "core_case_mark", ["tenant_id", "account_id", "looked_at"], unique=False
    )
    op.create_table(
        "core_case_note",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("author_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("body", core.db.crypto.Encrypted(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_core_case_note_tenant_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_core_case_note_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_case_note")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_core_case_note_tenant_id_form_key")),
        info={"kind": "private", "append_only": True, "moves": True},
    )
    op.create_index(
        op.f("ix_core_case_note_tenant_id_case_id_at"), "core_case_note", ["tenant_id", "case_id", "at"], unique=False
    )
    op.create_table(
        "core_clock",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("bearer", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("length", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("extension", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("unrolled_on", sa.Date(), nullable=True),
        sa.Column("safe_due_on", sa.Date(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("rule_version", sa.Date(), nullable=True),
        sa.Column("calendar_version", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_core_clock_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_clock")),
        info={"kind": "private"},
    )
    op.create_index("ix_core_clock_due", "core_clock", ["tenant_id", "state", "due_on"], unique=False)
    op.create_index(op.f("ix_core_clock_tenant_id_case_id"), "core_clock", ["tenant_id", "case_id"], unique=False)
    op.create_table(
        "core_delivery",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("notice_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("digest_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("queued_at", core.db.types.Instant(), nullable=False),
        sa.Column("sent_at", core.db.types.Instant(), nullable=True),
        sa.CheckConstraint(
            "state in ('waiting', 'queued', 'sent', 'logged', 'failed', 'dropped')", name=op.f("ck_core_delivery_state")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "notice_id"],
            ["core_notice.tenant_id", "core_notice.id"],
            name=op.f("fk_core_delivery_tenant_id_notice_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_delivery")),
        sa.UniqueConstraint(
            "tenant_id",
            "notice_id",
            "addressee",
            "channel",
            name=op.f("uq_core_delivery_tenant_id_notice_id_addressee_channel"),
        ),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_delivery_tenant_id_digest_id"), "core_delivery", ["tenant_id", "digest_id"], unique=False
    )
    op.create_index(
        op.f("ix_core_delivery_tenant_id_queued_at_id"), "core_delivery", ["tenant_id", "queued_at", "id"], unique=False
    )
    op.create_index(
        "ix_core_delivery_waiting",
        "core_delivery",
        ["tenant_id", "addressee", "channel"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "core_deputy",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("for_account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("grant_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("without", sa.JSON(), nullable=False),
        sa.Column("ended_at", core.db.types.Instant(), nullable=True),
        sa.CheckConstraint("account_id <> for_account_id", name=op.f("ck_core_deputy_other")),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_core_deputy_dates")),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_deputy_account_id")),
        sa.ForeignKeyConstraint(["for_account_id"], ["core_account.id"], name=op.f("fk_core_deputy_for_account_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "grant_id"],
            ["core_grant.tenant_id", "core_grant.id"],
            name=op.f("fk_core_deputy_tenant_id_grant_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_deputy")),
        sa.UniqueConstraint(
            "tenant_id",
            "account_id",
            "grant_id",
            "from_on",
            name=op.f("uq_core_deputy_tenant_id_account_id_grant_id_from_on"),
        ),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_deputy_account_id_tenant_id"), "core_deputy", ["account_id", "tenant_id"], unique=False
    )
    op.create_table(
        "core_document_issued",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("issued_at", core.db.types.Instant(), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("data", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.CheckConstraint("n > 0", name=op.f("ck_core_document_issued_positive")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "id"],
            ["core_document.tenant_id", "core_document.id"],
            name=op.f("fk_core_document_issued_tenant_id_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_document_issued")),
        sa.UniqueConstraint(
            "tenant_id", "series", "year", "n", name=op.f("uq_core_document_issued_tenant_id_series_year_n")
        ),
        info={"kind": "private", "append_only": True, "moves": True},
    )
    op.create_table(
        "core_document_signer",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("document_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("signed_at", core.db.types.Instant(), nullable=True),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "document_id"],
            ["core_document.tenant_id", "core_document.id"],
            name=op.f("fk_core_document_signer_tenant_id_document_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_document_signer")),
        sa.UniqueConstraint(
            "tenant_id",
            "document_id",
            "account_id",
            name=op.f("uq_core_document_signer_tenant_id_document_id_account_id"),
        ),
        info={"kind": "private"},
    )
    op.create_table(
        "core_document_step",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("document_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("actor_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "document_id"],
            ["core_document.tenant_id", "core_document.id"],
            name=op.f("fk_core_document_step_tenant_id_document_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_document_step")),
        info={"kind": "private", "append_only": True, "moves": True},
    )
    op.create_index(
        op.f("ix_core_document_step_tenant_id_document_id"),
        "core_document_step",
        ["tenant_id", "document_id"],
        unique=False,
    )
    op.create_table(
        "core_document_unit",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("document_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("signed_at", core.db.types.Instant(), nullable=True),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "document_id"],
            ["core_document.tenant_id", "core_document.id"],
            name=op.f("fk_core_document_unit_tenant_id_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_core_document_unit_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_document_unit")),
        sa.UniqueConstraint(
            "tenant_id", "document_id", "unit_id", name=op.f("uq_core_document_unit_tenant_id_document_id_unit_id")
        ),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_document_unit_tenant_id_unit_id"), "core_document_unit", ["tenant_id", "unit_id"], unique=False
    )
    op.create_table(
        "core_duty_entry",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("duty_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("actor_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "duty_id"],
            ["core_duty.tenant_id", "core_duty.id"],
            name=op.f("fk_core_duty_entry_tenant_id_duty_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_duty_entry")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_core_duty_entry_tenant_id_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_duty_entry_tenant_id_duty_id"), "core_duty_entry", ["tenant_id", "duty_id"], unique=False
    )
    op.create_table(
        "core_letter",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("author_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("body", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("wants_reply", sa.Boolean(), nullable=False),
        sa.Column("read_at", core.db.types.Instant(), nullable=True),
        sa.Column("recalled_at", core.db.types.Instant(), nullable=True),
        sa.CheckConstraint("act in ('office', 'party', 'close')", name=op.f("ck_core_letter_act")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_core_letter_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_letter")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_core_letter_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_letter_tenant_id_case_id_at"), "core_letter", ["tenant_id", "case_id", "at"], unique=False
    )
    op.create_table(
        "core_letter_thread",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("waits_for", sa.String(), nullable=False),
        sa.Column("since", core.db.types.Instant(), nullable=True),
        sa.CheckConstraint("waits_for in ('', 'office', 'party')", name=op.f("ck_core_letter_thread_waits_for")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_core_letter_thread_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_core_letter_thread")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_letter_thread_tenant_id_waits_for_since_case_id"),
        "core_letter_thread",
        ["tenant_id", "waits_for", "since", "case_id"],
        unique=False,
    )
    op.create_table(
        "core_notice_consent",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("given_at", core.db.types.Instant(), nullable=False),
        sa.Column("withdrawn_at", core.db.types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_core_notice_consent_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_notice_consent")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_notice_consent_tenant_id_case_id"), "core_notice_consent", ["tenant_id", "case_id"], unique=False
    )
    op.create_table(
        "core_overlay_day",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["core_overlay_version.number"], name=op.f("fk_core_overlay_day_number")),
        sa.PrimaryKeyConstraint("number", "date", name=op.f("pk_core_overlay_day")),
        info={"kind": "global"},
    )
    op.create_table(
        "core_pad_entry",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("pad_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("subject_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("state in ('used', 'void', 'lost')", name=op.f("ck_core_pad_entry_state")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "pad_id"],
            ["core_pad.tenant_id", "core_pad.id"],
            name=op.f("fk_core_pad_entry_tenant_id_pad_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_pad_entry")),
        sa.UniqueConstraint("tenant_id", "pad_id", "n", name=op.f("uq_core_pad_entry_tenant_id_pad_id_n")),
        info={"kind": "private", "append_only": True, "moves": True},
    )
    op.create_table(
        "core_paper",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("issued_at", core.db.types.Instant(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("context", core.db.crypto.Encrypted(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_core_paper_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_paper")),
        info={"kind": "private"},
    )
    op.create_index(op.f("ix_core_paper_tenant_id_case_id"), "core_paper", ["tenant_id", "case_id"], unique=False)
    op.create_index(op.f("ix_core_paper_tenant_id_issued_on"), "core_paper", ["tenant_id", "issued_on"], unique=False)
    op.create_table(
        "core_participant",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("id_number", core.db.crypto.Encrypted(), nullable=True),
        sa.Column("phone", core.db.crypto.Encrypted(), nullable=True),
        sa.Column("address", core.db.crypto.Encrypted(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_core_participant_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_participant")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_participant_tenant_id_case_id"), "core_participant", ["tenant_id", "case_id"], unique=False
    )
    op.create_table(
        "core_published",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("column_code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("published_at", core.db.types.Instant(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("ended_at", core.db.types.Instant(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("replaced_by", core.db.types.Uid(length=16), nullable=True),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "id"],
            ["core_publication.tenant_id", "core_publication.id"],
            name=op.f("fk_core_published_tenant_id_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_published")),
        info={"kind": "publishable"},
    )
    op.create_index(
        op.f("ix_core_published_tenant_id_listed_column_code_published_at_id"),
        "core_published",
        ["tenant_id", "listed", "column_code", "published_at", "id"],
        unique=False,
    )
    op.create_table(
        "core_reply",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_core_reply_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_reply")),
        info={"kind": "private"},
    )
    op.create_index(op.f("ix_core_reply_tenant_id_case_id"), "core_reply", ["tenant_id", "case_id"], unique=False)
    op.create_table(
        "core_reversible",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("typed", core.db.crypto.Encrypted(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_core_reversible_account_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_core_reversible_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "key", name=op.f("pk_core_reversible")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_reversible_tenant_id_case_id"), "core_reversible", ["tenant_id", "case_id"], unique=False
    )
    op.create_table(
        "core_sheet_row",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("import_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("cells", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("target", core.db.types.Uid(length=16), nullable=True),
        sa.Column("trace", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("undo", sa.String(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('waiting', 'created', 'changed', 'same', 'refused')", name=op.f("ck_core_sheet_row_outcome")
        ),
        sa.CheckConstraint("undo in ('', 'waiting', 'undone', 'kept')", name=op.f("ck_core_sheet_row_undo")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "import_id"],
            ["core_sheet_import.tenant_id", "core_sheet_import.id"],
            name=op.f("fk_core_sheet_row_tenant_id_import_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_sheet_row")),
        sa.UniqueConstraint("tenant_id", "import_id", "line", name=op.f("uq_core_sheet_row_tenant_id_import_id_line")),
        info={"kind": "private"},
    )
    op.create_table(
        "core_timeline",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("actor_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_core_timeline_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_timeline")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_timeline_tenant_id_case_id_at"), "core_timeline", ["tenant_id", "case_id", "at"], unique=False
    )
    op.create_table(
        "core_webhook_delivery",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("webhook_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("event_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("sent_at", core.db.types.Instant(), nullable=True),
        sa.CheckConstraint(
            "state in ('waiting', 'sent', 'failed', 'dropped')", name=op.f("ck_core_webhook_delivery_state")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "webhook_id"],
            ["core_webhook.tenant_id", "core_webhook.id"],
            name=op.f("fk_core_webhook_delivery_tenant_id_webhook_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_webhook_delivery")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_webhook_delivery_tenant_id_at"), "core_webhook_delivery", ["tenant_id", "at"], unique=False
    )
    op.create_index(
        op.f("ix_core_webhook_delivery_tenant_id_webhook_id_at"),
        "core_webhook_delivery",
        ["tenant_id", "webhook_id", "at"],
        unique=False,
    )
    op.create_table(
        "core_clock_entry",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("clock_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("actor_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "clock_id"],
            ["core_clock.tenant_id", "core_clock.id"],
            name=op.f("fk_core_clock_entry_tenant_id_clock_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_clock_entry")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_core_clock_entry_tenant_id_clock_id"), "core_clock_entry", ["tenant_id", "clock_id"], unique=False
    )
    op.create_table(
        "core_service_record",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("paper_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("place", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("recipient", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("signed_by", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("witness", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("tracking", sa.String(), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("served_by", sa.String(), nullable=False),
        sa.Column("recorded_at", core.db.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_core_service_record_tenant_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "paper_id"],
            ["core_paper.tenant_id", "core_paper.id"],
            name=op.f("fk_core_service_record_tenant_id_paper_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_core_service_record")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_core_service_record_tenant_id_form_key")),
        info={"kind": "private", "append_only": True, "moves": True},
    )
    op.create_index(
        op.f("ix_core_service_record_tenant_id_paper_id"),
        "core_service_record",
        ["tenant_id", "paper_id"],
        unique=False,
    )


def downgrade() -> None:
    raise NotImplementedError("a backup is the way back")

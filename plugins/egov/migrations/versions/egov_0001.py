"""The tables of egov."""

import sqlalchemy as sa
from alembic import op

import core.db.crypto
import core.db.types

revision = "egov_0001"
down_revision = None
branch_labels = ("egov",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "egov_incoming",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("parcel_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("body", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("wants_answer", sa.Boolean(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("answer", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("recalled_on", sa.Date(), nullable=True),
        sa.Column("recall_reason", sa.String(), nullable=False),
        sa.Column("merged_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("retention", sa.String(), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "retention in ('', 'permanent', 'years_30', 'years_10')", name=op.f("ck_egov_incoming_retention")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_egov_incoming_tenant_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "merged_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_egov_incoming_tenant_id_merged_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parcel_id"],
            ["core_parcel_received.tenant_id", "core_parcel_received.id"],
            name=op.f("fk_egov_incoming_tenant_id_parcel_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_egov_incoming")),
        sa.UniqueConstraint("tenant_id", "parcel_id", name=op.f("uq_egov_incoming_tenant_id_parcel_id")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_egov_incoming_tenant_id_archived_on"), "egov_incoming", ["tenant_id", "archived_on"], unique=False
    )
    op.create_index(
        op.f("ix_egov_incoming_tenant_id_document_number"),
        "egov_incoming",
        ["tenant_id", "document_number"],
        unique=False,
    )
    op.create_table(
        "egov_opinion",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", core.db.crypto.Encrypted(), nullable=False),
        sa.CheckConstraint("kind in ('proposal', 'direction', 'reading', 'result')", name=op.f("ck_egov_opinion_kind")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_egov_opinion_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_egov_opinion")),
        info={"kind": "private", "append_only": True, "moves": True},
    )
    op.create_index(op.f("ix_egov_opinion_tenant_id_case_id"), "egov_opinion", ["tenant_id", "case_id"], unique=False)
    op.create_table(
        "egov_reader",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("given_at", core.db.types.Instant(), nullable=False),
        sa.Column("read_at", core.db.types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_egov_reader_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_egov_reader")),
        sa.UniqueConstraint(
            "tenant_id", "case_id", "account_id", name=op.f("uq_egov_reader_tenant_id_case_id_account_id")
        ),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_egov_reader_tenant_id_account_id_read_at"),
        "egov_reader",
        ["tenant_id", "account_id", "read_at"],
        unique=False,
    )
    op.create_table(
        "egov_dispatch",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("document_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("wants_answer", sa.Boolean(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("sent_at", core.db.types.Instant(), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.Column("recalled_at", core.db.types.Instant(), nullable=True),
        sa.Column("recall_reason", sa.String(), nullable=False),
        sa.CheckConstraint("audience in ('office', 'everyone')", name=op.f("ck_egov_dispatch_audience")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "document_id"],
            ["core_document_issued.tenant_id", "core_document_issued.id"],
            name=op.f("fk_egov_dispatch_tenant_id_document_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_egov_dispatch")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_egov_dispatch_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_egov_dispatch_tenant_id_document_id"), "egov_dispatch", ["tenant_id", "document_id"], unique=False
    )
    op.create_index(op.f("ix_egov_dispatch_tenant_id_sent_at"), "egov_dispatch", ["tenant_id", "sent_at"], unique=False)
    op.create_table(
        "egov_dispatch_answer",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("dispatch_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("from_tenant", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("words", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "dispatch_id"],
            ["egov_dispatch.tenant_id", "egov_dispatch.id"],
            name=op.f("fk_egov_dispatch_answer_tenant_id_dispatch_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_egov_dispatch_answer")),
        sa.UniqueConstraint(
            "tenant_id",
            "dispatch_id",
            "from_tenant",
            name=op.f("uq_egov_dispatch_answer_tenant_id_dispatch_id_from_tenant"),
        ),
        info={"kind": "private", "append_only": True, "moves": True},
    )


def downgrade() -> None:
    raise NotImplementedError("a backup is the way back")

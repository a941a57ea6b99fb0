"""The tables of penalty."""

import sqlalchemy as sa
from alembic import op

import core.db.crypto
import core.db.types

revision = "penalty_0001"
down_revision = None
branch_labels = ("penalty",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "penalty_booklet",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("made_by", core.db.types.Uid(length=16), nullable=False),
        sa.Column("maker", sa.String(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("reviewer_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("returned", sa.Text(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state in ('draft', 'submitted', 'reviewed', 'agreed', 'issued')", name=op.f("ck_penalty_booklet_state")
        ),
        sa.CheckConstraint("published = (issued_on is not null)", name=op.f("ck_penalty_booklet_issued_on")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_penalty_booklet")),
        sa.UniqueConstraint("tenant_id", "year", "edition", name=op.f("uq_penalty_booklet_tenant_id_year_edition")),
        info={"kind": "publishable"},
    )
    op.create_table(
        "penalty_offence",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("law", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("order", sa.String(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("may", sa.Boolean(), nullable=False),
        sa.Column("bands", sa.JSON(), nullable=False),
        sa.Column("elements", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("power_from", sa.Date(), nullable=True),
        sa.Column("power_to", sa.Date(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.CheckConstraint("title in ('statute', 'conferred', 'entrusted')", name=op.f("ck_penalty_offence_title")),
        sa.CheckConstraint("valid_to is null or valid_to >= valid_from", name=op.f("ck_penalty_offence_days")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_penalty_offence")),
        sa.UniqueConstraint("tenant_id", "code", "edition", name=op.f("uq_penalty_offence_tenant_id_code_edition")),
        info={"kind": "publishable"},
    )
    op.create_table(
        "penalty_officer",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("stopped_why", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_penalty_officer_days")),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_penalty_officer_account_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_penalty_officer_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_penalty_officer")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_penalty_officer_tenant_id_number")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_penalty_officer_tenant_id_account_id"), "penalty_officer", ["tenant_id", "account_id"], unique=False
    )
    op.create_table(
        "penalty_standard",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("offence_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("tiers", sa.JSON(), nullable=False),
        sa.Column("made_by", core.db.types.Uid(length=16), nullable=True),
        sa.Column("maker", sa.String(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.CheckConstraint("published = (published_on is not null)", name=op.f("ck_penalty_standard_published_on")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "offence_id"],
            ["penalty_offence.tenant_id", "penalty_offence.id"],
            name=op.f("fk_penalty_standard_tenant_id_offence_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_penalty_standard")),
        sa.UniqueConstraint(
            "tenant_id", "offence_id", "edition", name=op.f("uq_penalty_standard_tenant_id_offence_id_edition")
        ),
        info={"kind": "publishable"},
    )
    op.create_table(
        "penalty_booklet_copy",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("booklet_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("officer_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "booklet_id"],
            ["penalty_booklet.tenant_id", "penalty_booklet.id"],
            name=op.f("fk_penalty_booklet_copy_tenant_id_booklet_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "officer_id"],
            ["penalty_officer.tenant_id", "penalty_officer.id"],
            name=op.f("fk_penalty_booklet_copy_tenant_id_officer_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "booklet_id", "officer_id", name=op.f("pk_penalty_booklet_copy")),
        sa.UniqueConstraint(
            "tenant_id", "booklet_id", "number", name=op.f("uq_penalty_booklet_copy_tenant_id_booklet_id_number")
        ),
        info={"kind": "private"},
    )
    op.create_table(
        "penalty_evidence",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("source", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind in ('document', 'thing', 'recording', 'electronic', 'witness', 'party', 'expert', 'inspection')",
            name=op.f("ck_penalty_evidence_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_penalty_evidence_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_penalty_evidence")),
        info={"kind": "private", "append_only": True, "moves": True},
    )
    op.create_index(
        op.f("ix_penalty_evidence_tenant_id_case_id"), "penalty_evidence", ["tenant_id", "case_id"], unique=False
    )
    op.create_table(
        "penalty_halt",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("document", sa.String(), nullable=False),
        sa.CheckConstraint("kind in ('review', 'suit')", name=op.f("ck_penalty_halt_kind")),
        sa.CheckConstraint("to_on is null or to_on >= from_on", name=op.f("ck_penalty_halt_days")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_penalty_halt_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_penalty_halt")),
        info={"kind": "private"},
    )
    op.create_index(op.f("ix_penalty_halt_tenant_id_case_id"), "penalty_halt", ["tenant_id", "case_id"], unique=False)
    op.create_table(
        "penalty_inquiry",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("offence_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("acted_on", sa.Date(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("clue", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("place", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("facts", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("first_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("second_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("filed_by", sa.String(), nullable=False),
        sa.Column("preserved", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("preserved_on", sa.Date(), nullable=True),
        sa.Column("settled", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("recusal", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("recusal_decision", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("told_at", core.db.types.Instant(), nullable=True),
        sa.Column("told_warning", sa.Boolean(), nullable=False),
        sa.Column("told_fine", sa.BigInteger(), nullable=False),
        sa.Column("told_gains", sa.BigInteger(), nullable=False),
        sa.Column("told_stop", sa.Boolean(), nullable=False),
        sa.Column("standard_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("band", sa.Integer(), nullable=True),
        sa.Column("met", sa.JSON(), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("reasons", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("grave", sa.Boolean(), nullable=False),
        sa.Column("hearing_due", sa.Boolean(), nullable=False),
        sa.Column("said", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("examined", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("hearing_asked_on", sa.Date(), nullable=True),
        sa.Column("hearing_on", sa.Date(), nullable=True),
        sa.Column("hearing_at", sa.String(), nullable=False),
        sa.Column("hearing_place", sa.String(), nullable=False),
        sa.Column("hearing_closed", sa.String(), nullable=False),
        sa.Column("host_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("hearing_record", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("hearing_opinion", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("legal_reviewer_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("legal_reviewer", sa.String(), nullable=False),
        sa.Column("legal_opinion", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("discussed_on", sa.Date(), nullable=True),
        sa.Column("discussion", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("warning", sa.Boolean(), nullable=False),
        sa.Column("fine", sa.BigInteger(), nullable=False),
        sa.Column("gains", sa.BigInteger(), nullable=False),
        sa.Column("stop", sa.Boolean(), nullable=False),
        sa.Column("demand", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("correct_by", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("corrected", sa.Boolean(), nullable=False),
        sa.Column("checking", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("outcome", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("deferral", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("deferred_to", sa.Date(), nullable=True),
        sa.Column("instalments", sa.JSON(), nullable=False),
        sa.Column("urged_on", sa.Date(), nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("court", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("publication_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("impact", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("contested", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("overturned", sa.Boolean(), nullable=False),
        sa.CheckConstraint("subject in ('person', 'organisation')", name=op.f("ck_penalty_inquiry_subject")),
        sa.CheckConstraint("first_id <> second_id", name=op.f("ck_penalty_inquiry_officers")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_penalty_inquiry_tenant_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "first_id"],
            ["penalty_officer.tenant_id", "penalty_officer.id"],
            name=op.f("fk_penalty_inquiry_tenant_id_first_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "offence_id"],
            ["penalty_offence.tenant_id", "penalty_offence.id"],
            name=op.f("fk_penalty_inquiry_tenant_id_offence_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "second_id"],
            ["penalty_officer.tenant_id", "penalty_officer.id"],
            name=op.f("fk_penalty_inquiry_tenant_id_second_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "standard_id"],
            ["penalty_standard.tenant_id", "penalty_standard.id"],
            name=op.f("fk_penalty_inquiry_tenant_id_standard_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_penalty_inquiry")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_penalty_inquiry_tenant_id_hearing_on"), "penalty_inquiry", ["tenant_id", "hearing_on"], unique=False
    )
    op.create_index(
        op.f("ix_penalty_inquiry_tenant_id_offence_id"), "penalty_inquiry", ["tenant_id", "offence_id"], unique=False
    )
    op.create_table(
        "penalty_payment",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("way in ('on_spot', 'bank', 'electronic')", name=op.f("ck_penalty_payment_way")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_penalty_payment_amount")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_penalty_payment_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_penalty_payment")),
        sa.UniqueConstraint(
            "tenant_id", "case_id", "receipt", name=op.f("uq_penalty_payment_tenant_id_case_id_receipt")
        ),
        info={"kind": "private", "append_only": True, "moves": True},
    )
    op.create_index(
        op.f("ix_penalty_payment_tenant_id_case_id"), "penalty_payment", ["tenant_id", "case_id"], unique=False
    )
    op.create_table(
        "penalty_refund",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("refunded_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_penalty_refund_amount")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_penalty_refund_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_penalty_refund")),
        sa.UniqueConstraint(
            "tenant_id", "case_id", "receipt", name=op.f("uq_penalty_refund_tenant_id_case_id_receipt")
        ),
        info={"kind": "private", "append_only": True, "moves": True},
    )
    op.create_index(
        op.f("ix_penalty_refund_tenant_id_case_id"), "penalty_refund", ["tenant_id", "case_id"], unique=False
    )
    op.create_table(
        "penalty_spot",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("offence_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("acted_on", sa.Date(), nullable=False),
        sa.Column("place", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("facts", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("evidence", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("first_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("second_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("told_at", core.db.types.Instant(), nullable=True),
        sa.Column("told_warning", sa.Boolean(), nullable=False),
        sa.Column("told_fine", sa.BigInteger(), nullable=False),
        sa.Column("standard_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("band", sa.Integer(), nullable=True),
        sa.Column("met", sa.JSON(), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("reasons", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("said", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("examined", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("recusal", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("recusal_decision", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("decided_at", core.db.types.Instant(), nullable=True),
        sa.Column("warning", sa.Boolean(), nullable=False),
        sa.Column("fine", sa.BigInteger(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("refusal", sa.String(), nullable=False),
        sa.Column("cash", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("printed", sa.String(), nullable=False),
        sa.Column("correct_by", sa.Date(), nullable=True),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("outcome", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("reporter", sa.String(), nullable=False),
        sa.Column("handed_in_on", sa.Date(), nullable=True),
        sa.Column("banked_on", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("corrected", sa.Boolean(), nullable=False),
        sa.Column("checking", core.db.crypto.Encrypted(), nullable=False),
        sa.CheckConstraint("subject in ('person', 'organisation')", name=op.f("ck_penalty_spot_subject")),
        sa.CheckConstraint("first_id <> second_id", name=op.f("ck_penalty_spot_officers")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_penalty_spot_tenant_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "first_id"],
            ["penalty_officer.tenant_id", "penalty_officer.id"],
            name=op.f("fk_penalty_spot_tenant_id_first_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "offence_id"],
            ["penalty_offence.tenant_id", "penalty_offence.id"],
            name=op.f("fk_penalty_spot_tenant_id_offence_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "second_id"],
            ["penalty_officer.tenant_id", "penalty_officer.id"],
            name=op.f("fk_penalty_spot_tenant_id_second_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "standard_id"],
            ["penalty_standard.tenant_id", "penalty_standard.id"],
            name=op.f("fk_penalty_spot_tenant_id_standard_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_penalty_spot")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_penalty_spot_tenant_id_offence_id"), "penalty_spot", ["tenant_id", "offence_id"], unique=False
    )


def downgrade() -> None:
    raise NotImplementedError("a backup is the way back")

"""The tables of reconsideration."""

import sqlalchemy as sa
from alembic import op

import core.db.crypto
import core.db.types

revision = "reconsideration_0001"
down_revision = None
branch_labels = ("reconsideration",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reconsideration_staffing",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("newcomers", sa.Integer(), nullable=False),
        sa.Column("qualified", sa.Integer(), nullable=False),
        sa.Column("funds", sa.BigInteger(), nullable=False),
        sa.Column("rooms", sa.String(), nullable=False),
        sa.Column("devices", sa.String(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "staff >= 0 and newcomers <= staff and qualified <= newcomers",
            name=op.f("ck_reconsideration_staffing_staff"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_reconsideration_staffing")),
        sa.UniqueConstraint("tenant_id", "year", name=op.f("uq_reconsideration_staffing_tenant_id_year")),
        info={"kind": "private"},
    )
    op.create_table(
        "reconsideration_answer",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("parcel_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("dossier", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("reply", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("evidence", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("drafted_by", core.db.types.Uid(length=16), nullable=True),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("ruling", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("owed", sa.Boolean(), nullable=False),
        sa.Column("redo_days", sa.Integer(), nullable=True),
        sa.Column("opinion", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("performed_on", sa.Date(), nullable=True),
        sa.Column("performance", core.db.crypto.Encrypted(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_reconsideration_answer_tenant_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parcel_id"],
            ["core_parcel_received.tenant_id", "core_parcel_received.id"],
            name=op.f("fk_reconsideration_answer_tenant_id_parcel_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_reconsideration_answer")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_reconsideration_answer_tenant_id_parcel_id"),
        "reconsideration_answer",
        ["tenant_id", "parcel_id"],
        unique=True,
    )
    op.create_table(
        "reconsideration_entry",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("people", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("words", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind in ('survey', 'appraisal', 'agreed', 'heard', 'hearing', 'inquiry', 'committee', 'third', 'supplement', 'access', 'agent')",
            name=op.f("ck_reconsideration_entry_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_reconsideration_entry_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_reconsideration_entry")),
        info={"kind": "private", "append_only": True, "moves": True},
    )
    op.create_index(
        op.f("ix_reconsideration_entry_tenant_id_case_id"),
        "reconsideration_entry",
        ["tenant_id", "case_id"],
        unique=False,
    )
    op.create_table(
        "reconsideration_intake",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("application", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("note", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("forwarded_on", sa.Date(), nullable=True),
        sa.Column("changed", core.db.crypto.Encrypted(), nullable=False),
        sa.CheckConstraint("role in ('agent', 'organ')", name=op.f("ck_reconsideration_intake_role")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_reconsideration_intake_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_reconsideration_intake")),
        info={"kind": "private"},
    )
    op.create_table(
        "reconsideration_review",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("respondent", sa.Integer(), nullable=False),
        sa.Column("respondent_name", sa.String(), nullable=False),
        sa.Column("forum", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("first", sa.JSON(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("realty", sa.Boolean(), nullable=False),
        sa.Column("delayed_from", sa.Date(), nullable=True),
        sa.Column("delayed_to", sa.Date(), nullable=True),
        sa.Column("delay", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("about", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("claims", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("reasons", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("rule_asked", sa.String(), nullable=False),
        sa.Column("damages", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("joint", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("intake_note", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("parcel_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("asked", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("corrected", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("procedure_ground", sa.String(), nullable=False),
        sa.Column("handlers", sa.String(), nullable=False),
        sa.Column("copied_on", sa.Date(), nullable=True),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("reply", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("evidence", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("fined", sa.BigInteger(), nullable=True),
        sa.Column("confiscated", sa.BigInteger(), nullable=True),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("hearing_on", sa.Date(), nullable=True),
        sa.Column("stay", sa.String(), nullable=False),
        sa.Column("stayed_on", sa.Date(), nullable=True),
        sa.Column("halted", sa.String(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("withdrawal", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("findings", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("grounds", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("ruling", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("aftermath", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("fine", sa.BigInteger(), nullable=True),
        sa.Column("gains", sa.BigInteger(), nullable=True),
        sa.Column("dropped", sa.JSON(), nullable=False),
        sa.Column("redo_days", sa.Integer(), nullable=True),
        sa.Column("legal_check", sa.String(), nullable=False),
        sa.Column("proposed_by", core.db.types.Uid(length=16), nullable=True),
        sa.Column("agreed", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("filed_as", sa.String(), nullable=False),
        sa.Column("opinion", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("performed_on", sa.Date(), nullable=True),
        sa.Column("performance", core.db.crypto.Encrypted(), nullable=False),
        sa.CheckConstraint(
            "act in ('penalty', 'compulsion', 'licence', 'resource', 'taking', 'compensation', 'injury', 'management', 'competition', 'levy', 'duty', 'benefit', 'agreement', 'disclosure', 'other')",
            name=op.f("ck_reconsideration_review_act"),
        ),
        sa.CheckConstraint(
            "forum in ('township', 'department', 'dispatched', 'authorised', 'justice', 'vertical', 'elsewhere')",
            name=op.f("ck_reconsideration_review_forum"),
        ),
        sa.CheckConstraint(
            "outcome in ('', 'uphold', 'change', 'revoke', 'revoke_part', 'unlawful', 'void', 'perform', 'agreement', 'dismiss_claim', 'dismiss', 'mediated', 'terminated')",
            name=op.f("ck_reconsideration_review_outcome"),
        ),
        sa.CheckConstraint(
            "way in ('portal', 'window', 'oral', 'post', 'intake')", name=op.f("ck_reconsideration_review_way")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_reconsideration_review_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_reconsideration_review")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_reconsideration_review_tenant_id_document"),
        "reconsideration_review",
        ["tenant_id", "document"],
        unique=False,
    )
    op.create_table(
        "reconsideration_suit",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("court", sa.String(), nullable=False),
        sa.Column("court_number", sa.String(), nullable=False),
        sa.Column("review_number", sa.String(), nullable=False),
        sa.Column("claim", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("copied_on", sa.Date(), nullable=False),
        sa.Column("defence", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("evidence", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("defended_on", sa.Date(), nullable=True),
        sa.Column("appeared", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("by_head", sa.Boolean(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("judgement", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "result in ('', 'rejected', 'not_taken', 'withdrawn', 'revoked', 'ordered', 'unlawful', 'void', 'changed', 'mediated')",
            name=op.f("ck_reconsideration_suit_result"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_reconsideration_suit_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_reconsideration_suit")),
        info={"kind": "private"},
    )


def downgrade() -> None:
    raise NotImplementedError("a backup is the way back")

"""The tables of approval."""

import sqlalchemy as sa
from alembic import op

import core.db.crypto
import core.db.types

revision = "approval_0001"
down_revision = None
branch_labels = ("approval",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval_entry",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.CheckConstraint("since is null or reason = ''", name=op.f("ck_approval_entry_reason")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_approval_entry")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_approval_entry_tenant_id_code")),
        info={"kind": "publishable"},
    )
    op.create_table(
        "approval_law",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("in_force_to", sa.Date(), nullable=True),
        sa.Column("replaced_by", sa.String(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_approval_law")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_approval_law_tenant_id_code")),
        info={"kind": "publishable"},
    )
    op.create_table(
        "approval_item",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("sent_back", sa.String(), nullable=False),
        sa.Column("edited_by", core.db.types.Uid(length=16), nullable=True),
        sa.Column("editor", sa.String(), nullable=False),
        sa.Column("checker", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("entrusted_by", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("materials", sa.JSON(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("pre_steps", sa.JSON(), nullable=False),
        sa.Column("post_steps", sa.JSON(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("opinion_days", sa.Integer(), nullable=True),
        sa.Column("legal_days", sa.Integer(), nullable=True),
        sa.Column("legal_source", sa.String(), nullable=False),
        sa.Column("promised_days", sa.Integer(), nullable=True),
        sa.Column("fee", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("validity", sa.String(), nullable=False),
        sa.Column("remedy", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("serves", sa.JSON(), nullable=False),
        sa.Column("instant", sa.Boolean(), nullable=False),
        sa.Column("special_links", sa.JSON(), nullable=False),
        sa.Column("flow", sa.JSON(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("ask_phone", sa.String(), nullable=False),
        sa.Column("complain_phone", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("reach", sa.String(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.CheckConstraint("stage in ('draft', 'checking', 'public')", name=op.f("ck_approval_item_stage")),
        sa.CheckConstraint(
            "type in ('行政许可', '行政给付', '行政确认', '行政裁决', '其他行政权力', '公共服务')",
            name=op.f("ck_approval_item_type"),
        ),
        sa.CheckConstraint("promised_days is null or promised_days > 0", name=op.f("ck_approval_item_promised_days")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_approval_item_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_approval_item")),
        sa.UniqueConstraint("tenant_id", "code", "edition", name=op.f("uq_approval_item_tenant_id_code_edition")),
        info={"kind": "publishable"},
    )
    op.create_table(
        "approval_agency",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("village_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("village", sa.String(), nullable=False),
        sa.Column("agent_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("at_window", sa.Boolean(), nullable=False),
        sa.Column("consent", sa.String(), nullable=False),
        sa.Column("consent_words", core.db.crypto.Encrypted(), nullable=False),
        sa.CheckConstraint("consent in ('signed', 'spoken')", name=op.f("ck_approval_agency_consent")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_approval_agency_tenant_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "village_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_approval_agency_tenant_id_village_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_approval_agency")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_approval_agency_tenant_id_village_id_registered_on"),
        "approval_agency",
        ["tenant_id", "village_id", "registered_on"],
        unique=False,
    )
    op.create_table(
        "approval_application",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("item_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("village_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("form", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("on_paper", sa.JSON(), nullable=False),
        sa.Column("put_right", sa.JSON(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("corrected_on", sa.Date(), nullable=True),
        sa.Column("supplied_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("accepted_by_silence", sa.Boolean(), nullable=False),
        sa.Column("special", sa.JSON(), nullable=False),
        sa.Column("verifiers", sa.JSON(), nullable=False),
        sa.Column("findings", sa.String(), nullable=False),
        sa.Column("opinion", sa.String(), nullable=False),
        sa.Column("reviewed_by", core.db.types.Uid(length=16), nullable=True),
        sa.Column("proposed_by", core.db.types.Uid(length=16), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("delivery", sa.JSON(), nullable=False),
        sa.Column("overrun", sa.String(), nullable=False),
        sa.Column("oral", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("mandated", sa.Boolean(), nullable=False),
        sa.Column("promise_days", sa.Integer(), nullable=True),
        sa.Column("brought", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_approval_application_tenant_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["approval_item.tenant_id", "approval_item.id"],
            name=op.f("fk_approval_application_tenant_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "village_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_approval_application_tenant_id_village_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_approval_application")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_approval_application_tenant_id_item_id"),
        "approval_application",
        ["tenant_id", "item_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_approval_application_tenant_id_village_id"),
        "approval_application",
        ["tenant_id", "village_id"],
        unique=False,
    )
    op.create_table(
        "approval_case_step",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("proof", sa.Boolean(), nullable=False),
        sa.Column("stands", sa.String(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.CheckConstraint("phase in ('pre', 'post')", name=op.f("ck_approval_case_step_phase")),
        sa.CheckConstraint("stands in ('open', 'done', 'unneeded')", name=op.f("ck_approval_case_step_stands")),
        sa.CheckConstraint("who in ('village', 'station')", name=op.f("ck_approval_case_step_who")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_approval_case_step_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_approval_case_step")),
        sa.UniqueConstraint("tenant_id", "case_id", "code", name=op.f("uq_approval_case_step_tenant_id_case_id_code")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_approval_case_step_tenant_id_phase_stands_id"),
        "approval_case_step",
        ["tenant_id", "phase", "stands", "id"],
        unique=False,
    )
    op.create_table(
        "approval_endorsement",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("asked", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("reasons", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("presided_by", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("lacking", core.db.crypto.Encrypted(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_approval_endorsement_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_approval_endorsement")),
        info={"kind": "private"},
    )
    op.create_table(
        "approval_grant",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("item_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("item_name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("over_on", sa.Date(), nullable=True),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "standing in ('valid', 'withdraw', 'revoke', 'cancel')", name=op.f("ck_approval_grant_standing")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_approval_grant_tenant_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["approval_item.tenant_id", "approval_item.id"],
            name=op.f("fk_approval_grant_tenant_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_approval_grant")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_approval_grant_tenant_id_number")),
        info={"kind": "publishable"},
    )
    op.create_index(
        op.f("ix_approval_grant_tenant_id_case_id"), "approval_grant", ["tenant_id", "case_id"], unique=False
    )
    op.create_index(
        op.f("ix_approval_grant_tenant_id_valid_until"), "approval_grant", ["tenant_id", "valid_until"], unique=False
    )
    op.create_table(
        "approval_handling",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("interested", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("hearing", sa.JSON(), nullable=False),
        sa.Column("record", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("joint", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_approval_handling_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_approval_handling")),
        info={"kind": "private"},
    )
    op.create_table(
        "approval_part",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("asked", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("opinion", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_approval_part_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_approval_part")),
        info={"kind": "private"},
    )
    op.create_table(
        "approval_rating",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("item_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("words", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("rated_at", core.db.types.Instant(), nullable=False),
        sa.Column("follow_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("founded", sa.Boolean(), nullable=True),
        sa.Column("findings", sa.String(), nullable=False),
        sa.Column("measures", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.CheckConstraint("grade between 1 and 5", name=op.f("ck_approval_rating_grade")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_approval_rating_tenant_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "follow_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_approval_rating_tenant_id_follow_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["approval_item.tenant_id", "approval_item.id"],
            name=op.f("fk_approval_rating_tenant_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_approval_rating")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_approval_rating_tenant_id_follow_id"), "approval_rating", ["tenant_id", "follow_id"], unique=False
    )
    op.create_table(
        "approval_review",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("parcel_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("dossier", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("proposed_by", core.db.types.Uid(length=16), nullable=True),
        sa.Column("special", sa.JSON(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_approval_review_tenant_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parcel_id"],
            ["core_parcel_received.tenant_id", "core_parcel_received.id"],
            name=op.f("fk_approval_review_tenant_id_parcel_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_approval_review")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_approval_review_tenant_id_parcel_id"), "approval_review", ["tenant_id", "parcel_id"], unique=True
    )
    op.create_table(
        "approval_verifier",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("account_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("present_on", sa.Date(), nullable=True),
        sa.Column("findings", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("signed_at", core.db.types.Instant(), nullable=True),
        sa.CheckConstraint("purpose in ('verify', 'inspect')", name=op.f("ck_approval_verifier_purpose")),
        sa.ForeignKeyConstraint(["account_id"], ["core_account.id"], name=op.f("fk_approval_verifier_account_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_approval_verifier_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_approval_verifier")),
        sa.UniqueConstraint(
            "tenant_id",
            "case_id",
            "account_id",
            "purpose",
            name=op.f("uq_approval_verifier_tenant_id_case_id_account_id_purpose"),
        ),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_approval_verifier_tenant_id_account_id"),
        "approval_verifier",
        ["tenant_id", "account_id"],
        unique=False,
    )
    op.create_table(
        "approval_matter",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("grant_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("request", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("said", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("changes", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("opened_by", core.db.types.Uid(length=16), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("reasons", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "matter in ('renew', 'change', 'withdraw', 'revoke', 'cancel')", name=op.f("ck_approval_matter_matter")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_approval_matter_tenant_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "grant_id"],
            ["approval_grant.tenant_id", "approval_grant.id"],
            name=op.f("fk_approval_matter_tenant_id_grant_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_approval_matter")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_approval_matter_tenant_id_grant_id"), "approval_matter", ["tenant_id", "grant_id"], unique=False
    )
    op.create_table(
        "approval_step_entry",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("step_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("words", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("by_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "step_id"],
            ["approval_case_step.tenant_id", "approval_case_step.id"],
            name=op.f("fk_approval_step_entry_tenant_id_step_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_approval_step_entry")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_approval_step_entry_tenant_id_step_id"), "approval_step_entry", ["tenant_id", "step_id"], unique=False
    )


def downgrade() -> None:
    raise NotImplementedError("a backup is the way back")

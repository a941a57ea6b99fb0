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
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("government_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("government", sa.String(), nullable=False),
        sa.Column("supervision_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("supervision", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('plan', 'running', 'closed')", name=op.f("ck_supervision_campaign_state")),
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


def downgrade() -> None:
    raise NotImplementedError("a backup is the way back")

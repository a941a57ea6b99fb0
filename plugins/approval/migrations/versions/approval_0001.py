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
        "approval_item",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
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
        sa.Column("published", sa.Boolean(), nullable=False),
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
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_approval_item_tenant_id_code")),
        info={"kind": "publishable"},
    )
    op.create_table(
        "approval_application",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("item_id", core.db.types.Uid(length=16), nullable=False),
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
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_approval_application")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_approval_application_tenant_id_item_id"),
        "approval_application",
        ["tenant_id", "item_id"],
        unique=False,
    )


def downgrade() -> None:
    raise NotImplementedError("a backup is the way back")

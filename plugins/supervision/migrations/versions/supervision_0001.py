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


def downgrade() -> None:
    raise NotImplementedError("a backup is the way back")

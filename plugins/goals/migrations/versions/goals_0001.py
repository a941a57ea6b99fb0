"""The tables of goals."""

import sqlalchemy as sa
from alembic import op

import core.db.crypto
import core.db.types

revision = "goals_0001"
down_revision = None
branch_labels = ("goals",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "goals_inspection",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("drawn", sa.String(), nullable=False),
        sa.Column("listed_by", sa.String(), nullable=False),
        sa.Column("listed_at", core.db.types.Instant(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("good", sa.Boolean(), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("found_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_goals_inspection_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_goals_inspection")),
        sa.UniqueConstraint("tenant_id", "year", "unit_id", name=op.f("uq_goals_inspection_tenant_id_year_unit_id")),
        info={"kind": "private"},
    )
    op.create_table(
        "goals_key_work",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("standard", sa.String(), nullable=False),
        sa.Column("limit", sa.String(), nullable=False),
        sa.Column("lost", sa.String(), nullable=False),
        sa.Column("handed_in", sa.Boolean(), nullable=False),
        sa.Column("selected_by", core.db.types.Uid(length=16), nullable=True),
        sa.Column("government_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("government", sa.String(), nullable=False),
        sa.Column("supervision_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("supervision", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("media_on", sa.Date(), nullable=True),
        sa.Column("media_link", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("ended_words", sa.String(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('', 'finished', 'unfinished', 'dropped')", name=op.f("ck_goals_key_work_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_goals_key_work_tenant_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_goals_key_work_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_goals_key_work")),
        info={"kind": "publishable"},
    )
    op.create_index(
        op.f("ix_goals_key_work_tenant_id_year_unit_id"),
        "goals_key_work",
        ["tenant_id", "year", "unit_id"],
        unique=False,
    )
    op.create_table(
        "goals_change",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("old_on", sa.Date(), nullable=False),
        sa.Column("new_on", sa.Date(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", core.db.types.Instant(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", core.db.types.Instant(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["goals_key_work.tenant_id", "goals_key_work.case_id"],
            name=op.f("fk_goals_change_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_goals_change")),
        info={"kind": "publishable"},
    )
    op.create_index(
        op.f("ix_goals_change_tenant_id_case_id_asked_at"),
        "goals_change",
        ["tenant_id", "case_id", "asked_at"],
        unique=False,
    )
    op.create_table(
        "goals_entry",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("answered_at", core.db.types.Instant(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind in ('progress', 'obstacle', 'supervision')", name=op.f("ck_goals_entry_kind")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["goals_key_work.tenant_id", "goals_key_work.case_id"],
            name=op.f("fk_goals_entry_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_goals_entry")),
        info={"kind": "publishable"},
    )
    op.create_index(
        op.f("ix_goals_entry_tenant_id_case_id_at"), "goals_entry", ["tenant_id", "case_id", "at"], unique=False
    )
    op.create_table(
        "goals_stage",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("standard", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["goals_key_work.tenant_id", "goals_key_work.case_id"],
            name=op.f("fk_goals_stage_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", "no", name=op.f("pk_goals_stage")),
        info={"kind": "publishable"},
    )


def downgrade() -> None:
    raise NotImplementedError("a backup is the way back")

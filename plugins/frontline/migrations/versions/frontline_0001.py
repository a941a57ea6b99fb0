"""The tables of frontline."""

import sqlalchemy as sa
from alembic import op

import core.db.crypto
import core.db.types

revision = "frontline_0001"
down_revision = None
branch_labels = ("frontline",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "frontline_consultation",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("major", sa.Boolean(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("notice_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("report_id", core.db.types.Uid(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_frontline_consultation_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_frontline_consultation")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_frontline_consultation_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_frontline_consultation_tenant_id_notice_id"),
        "frontline_consultation",
        ["tenant_id", "notice_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_frontline_consultation_tenant_id_unit_id"),
        "frontline_consultation",
        ["tenant_id", "unit_id"],
        unique=False,
    )
    op.create_table(
        "frontline_project",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("author_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("led_by", sa.String(), nullable=False),
        sa.Column("watched_by", sa.String(), nullable=False),
        sa.Column("money", sa.String(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("over_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "standing in ('draft', 'running', 'finished', 'stopped')", name=op.f("ck_frontline_project_standing")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_frontline_project_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_frontline_project")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_frontline_project_tenant_id_form_key")),
        info={"kind": "publishable"},
    )
    op.create_index(
        op.f("ix_frontline_project_tenant_id_unit_id"), "frontline_project", ["tenant_id", "unit_id"], unique=False
    )
    op.create_table(
        "frontline_visit",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("leader_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("leader", sa.String(), nullable=False),
        sa.Column("village_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("stage in ('planned', 'done', 'dropped')", name=op.f("ck_frontline_visit_stage")),
        sa.ForeignKeyConstraint(["leader_id"], ["core_account.id"], name=op.f("fk_frontline_visit_leader_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "village_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_frontline_visit_tenant_id_village_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_frontline_visit")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_frontline_visit_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_frontline_visit_tenant_id_planned_on_id"),
        "frontline_visit",
        ["tenant_id", "planned_on", "id"],
        unique=False,
    )
    op.create_table(
        "frontline_diary",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("by_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("village_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("led_by", sa.String(), nullable=False),
        sa.Column("people", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("witness", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("words", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("problem", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("promise", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("visit_id", core.db.types.Uid(length=16), nullable=True),
        sa.CheckConstraint("kind in ('decide', 'work', 'solve', 'innovate')", name=op.f("ck_frontline_diary_kind")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_frontline_diary_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "village_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_frontline_diary_tenant_id_village_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "visit_id"],
            ["frontline_visit.tenant_id", "frontline_visit.id"],
            name=op.f("fk_frontline_diary_tenant_id_visit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_frontline_diary")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_frontline_diary_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index("ix_frontline_diary_day", "frontline_diary", ["tenant_id", "visited_on", "id"], unique=False)
    op.create_index(
        op.f("ix_frontline_diary_tenant_id_unit_id_visited_on"),
        "frontline_diary",
        ["tenant_id", "unit_id", "visited_on"],
        unique=False,
    )
    op.create_table(
        "frontline_part",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("asked", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("answer", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_frontline_part_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_frontline_part")),
        info={"kind": "private"},
    )
    op.create_table(
        "frontline_project_record",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("project_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind in ('site', 'inspect', 'progress')", name=op.f("ck_frontline_project_record_kind")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "project_id"],
            ["frontline_project.tenant_id", "frontline_project.id"],
            name=op.f("fk_frontline_project_record_tenant_id_project_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_frontline_project_record")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_frontline_project_record_tenant_id_form_key")),
        info={"kind": "publishable"},
    )
    op.create_index(
        op.f("ix_frontline_project_record_tenant_id_project_id_noted_on"),
        "frontline_project_record",
        ["tenant_id", "project_id", "noted_on"],
        unique=False,
    )
    op.create_table(
        "frontline_project_stage",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("project_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("circular_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "project_id"],
            ["frontline_project.tenant_id", "frontline_project.id"],
            name=op.f("fk_frontline_project_stage_tenant_id_project_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_frontline_project_stage")),
        sa.UniqueConstraint(
            "tenant_id", "project_id", "no", name=op.f("uq_frontline_project_stage_tenant_id_project_id_no")
        ),
        info={"kind": "publishable"},
    )
    op.create_table(
        "frontline_issue",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("village_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("problem", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("collected_unit_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("collected_by", core.db.types.Uid(length=16), nullable=True),
        sa.Column("collector", sa.String(), nullable=False),
        sa.Column("led_by", sa.String(), nullable=False),
        sa.Column("witness", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("entry_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("on_spot", sa.Boolean(), nullable=False),
        sa.Column("passed_back", sa.Boolean(), nullable=False),
        sa.Column("joined_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("measures", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=True),
        sa.Column("vetoed_on", sa.Date(), nullable=True),
        sa.Column("veto", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("circular_id", core.db.types.Uid(length=16), nullable=True),
        sa.CheckConstraint(
            "matter in ('road', 'drinking', 'power', 'farming', 'relief', 'health', 'school', 'land', 'environment', 'dispute', 'other')",
            name=op.f("ck_frontline_issue_matter"),
        ),
        sa.CheckConstraint("result in ('', 'solved', 'explained', 'passed')", name=op.f("ck_frontline_issue_result")),
        sa.CheckConstraint(
            "source in ('portal', 'window', 'phone', 'village', 'visit')", name=op.f("ck_frontline_issue_source")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_frontline_issue_tenant_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "collected_unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_frontline_issue_tenant_id_collected_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entry_id"],
            ["frontline_diary.tenant_id", "frontline_diary.id"],
            name=op.f("fk_frontline_issue_tenant_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "joined_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_frontline_issue_tenant_id_joined_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "village_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_frontline_issue_tenant_id_village_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_frontline_issue")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_frontline_issue_tenant_id_collected_unit_id_case_id"),
        "frontline_issue",
        ["tenant_id", "collected_unit_id", "case_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_frontline_issue_tenant_id_entry_id"), "frontline_issue", ["tenant_id", "entry_id"], unique=False
    )
    op.create_index(
        op.f("ix_frontline_issue_tenant_id_joined_id"), "frontline_issue", ["tenant_id", "joined_id"], unique=False
    )
    op.create_index(
        op.f("ix_frontline_issue_tenant_id_village_id_matter"),
        "frontline_issue",
        ["tenant_id", "village_id", "matter"],
        unique=False,
    )


def downgrade() -> None:
    raise NotImplementedError("a backup is the way back")

"""The tables of training."""

import sqlalchemy as sa
from alembic import op

import core.db.crypto
import core.db.types

revision = "training_0001"
down_revision = None
branch_labels = ("training",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "training_book",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_training_book_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_book")),
        sa.UniqueConstraint(
            "tenant_id", "unit_id", "year", "title", name=op.f("uq_training_book_tenant_id_unit_id_year_title")
        ),
        info={"kind": "private"},
    )
    op.create_table(
        "training_check",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("picked", sa.String(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("appraisal", sa.String(), nullable=False),
        sa.Column("feedback", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("replied_by", sa.String(), nullable=False),
        sa.Column("replied_at", core.db.types.Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_training_check_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_check")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_training_check_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_training_check_tenant_id_year_unit_id"),
        "training_check",
        ["tenant_id", "year", "unit_id"],
        unique=False,
    )
    op.create_table(
        "training_plan",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_training_plan_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_plan")),
        sa.UniqueConstraint("tenant_id", "unit_id", "year", name=op.f("uq_training_plan_tenant_id_unit_id_year")),
        info={"kind": "private"},
    )
    op.create_table(
        "training_reading_event",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_training_reading_event_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_reading_event")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_training_reading_event_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_training_reading_event_tenant_id_unit_id_held_on"),
        "training_reading_event",
        ["tenant_id", "unit_id", "held_on"],
        unique=False,
    )
    op.create_table(
        "training_session",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("topic_code", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("begins", sa.String(), nullable=False),
        sa.Column("ends", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("lecturer", sa.String(), nullable=False),
        sa.Column("quarters", sa.Integer(), nullable=False),
        sa.Column("entered_at", core.db.types.Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("quarters > 0", name=op.f("ck_training_session_quarters")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_training_session_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_session")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_training_session_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_training_session_tenant_id_unit_id_held_on"),
        "training_session",
        ["tenant_id", "unit_id", "held_on"],
        unique=False,
    )
    op.create_table(
        "training_attendance",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("session_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("person_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("came", sa.String(), nullable=False),
        sa.Column("made_up_on", sa.Date(), nullable=True),
        sa.Column("made_up_how", sa.String(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.Column("confirmed_at", core.db.types.Instant(), nullable=True),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.CheckConstraint("came in ('present', 'absent', 'made_up')", name=op.f("ck_training_attendance_came")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["core_person.tenant_id", "core_person.id"],
            name=op.f("fk_training_attendance_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "session_id"],
            ["training_session.tenant_id", "training_session.id"],
            name=op.f("fk_training_attendance_tenant_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_attendance")),
        sa.UniqueConstraint(
            "tenant_id", "session_id", "person_id", name=op.f("uq_training_attendance_tenant_id_session_id_person_id")
        ),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_training_attendance_tenant_id_person_id"),
        "training_attendance",
        ["tenant_id", "person_id"],
        unique=False,
    )
    op.create_table(
        "training_book_note",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("book_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "book_id"],
            ["training_book.tenant_id", "training_book.id"],
            name=op.f("fk_training_book_note_tenant_id_book_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_book_note")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_training_book_note_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_table(
        "training_plan_edition",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("plan_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", core.db.types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_id"],
            ["training_plan.tenant_id", "training_plan.id"],
            name=op.f("fk_training_plan_edition_tenant_id_plan_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_plan_edition")),
        sa.UniqueConstraint(
            "tenant_id", "plan_id", "number", name=op.f("uq_training_plan_edition_tenant_id_plan_id_number")
        ),
        info={"kind": "private"},
    )
    op.create_table(
        "training_tally",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("session_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "session_id"],
            ["training_session.tenant_id", "training_session.id"],
            name=op.f("fk_training_tally_tenant_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "session_id", "question", "answer", name=op.f("pk_training_tally")),
        info={"kind": "private"},
    )
    op.create_table(
        "training_to_check",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("draw_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("drawn", sa.String(), nullable=False),
        sa.Column("listed_by", sa.String(), nullable=False),
        sa.Column("listed_at", core.db.types.Instant(), nullable=False),
        sa.Column("check_id", core.db.types.Uid(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "check_id"],
            ["training_check.tenant_id", "training_check.id"],
            name=op.f("fk_training_to_check_tenant_id_check_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "draw_id"],
            ["core_draw.tenant_id", "core_draw.id"],
            name=op.f("fk_training_to_check_tenant_id_draw_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_training_to_check_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_to_check")),
        sa.UniqueConstraint(
            "tenant_id", "draw_id", "unit_id", name=op.f("uq_training_to_check_tenant_id_draw_id_unit_id")
        ),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_training_to_check_tenant_id_year_unit_id"),
        "training_to_check",
        ["tenant_id", "year", "unit_id"],
        unique=False,
    )


def downgrade() -> None:
    raise NotImplementedError("a backup is the way back")

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
        "egov_ticket",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("errand", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("taken_at", core.db.types.Instant(), nullable=False),
        sa.Column("called_at", core.db.types.Instant(), nullable=True),
        sa.Column("ended_at", core.db.types.Instant(), nullable=True),
        sa.Column("served_by", core.db.types.Uid(length=16), nullable=True),
        sa.CheckConstraint(
            "priority in ('', 'elderly', 'disabled', 'pregnant', 'soldier', 'urgent', 'booked')",
            name=op.f("ck_egov_ticket_priority"),
        ),
        sa.CheckConstraint("state in ('waiting', 'called', 'served', 'absent')", name=op.f("ck_egov_ticket_state")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_egov_ticket")),
        sa.UniqueConstraint("tenant_id", "day", "no", name=op.f("uq_egov_ticket_tenant_id_day_no")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_egov_ticket_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_egov_ticket_tenant_id_day_state"), "egov_ticket", ["tenant_id", "day", "state"], unique=False
    )
    op.create_table(
        "egov_booking",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("hour", sa.String(), nullable=False),
        sa.Column("errand", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("name", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("phone", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("booked_at", core.db.types.Instant(), nullable=False),
        sa.Column("ticket_id", core.db.types.Uid(length=16), nullable=True),
        sa.CheckConstraint(
            "hour in ('0900', '1000', '1100', '1400', '1500', '1600')", name=op.f("ck_egov_booking_hour")
        ),
        sa.CheckConstraint("state in ('expected', 'arrived', 'cancelled')", name=op.f("ck_egov_booking_state")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "ticket_id"],
            ["egov_ticket.tenant_id", "egov_ticket.id"],
            name=op.f("fk_egov_booking_tenant_id_ticket_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_egov_booking")),
        sa.UniqueConstraint("tenant_id", "day", "no", name=op.f("uq_egov_booking_tenant_id_day_no")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_egov_booking_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_egov_booking_tenant_id_day_hour"), "egov_booking", ["tenant_id", "day", "hour"], unique=False
    )
    op.create_table(
        "egov_village_item",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("village_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("changed_at", core.db.types.Instant(), nullable=False),
        sa.Column("checker", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("posted_at", sa.String(), nullable=False),
        sa.CheckConstraint("audience in ('everybody', 'board')", name=op.f("ck_egov_village_item_audience")),
        sa.CheckConstraint("kind in ('general', 'finance', 'major')", name=op.f("ck_egov_village_item_kind")),
        sa.CheckConstraint(
            "matter in ('decided', 'funds', 'assisting', 'consulted', 'other')",
            name=op.f("ck_egov_village_item_matter"),
        ),
        sa.CheckConstraint(
            "stage in ('handed_in', 'sent_back', 'published', 'ended')", name=op.f("ck_egov_village_item_stage")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "village_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_egov_village_item_tenant_id_village_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_egov_village_item")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_egov_village_item_tenant_id_form_key")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_egov_village_item_tenant_id_village_id_stage_published_on"),
        "egov_village_item",
        ["tenant_id", "village_id", "stage", "published_on"],
        unique=False,
    )
    op.create_table(
        "egov_catalogue",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("unit_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("class_code", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("publication_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("replaced_id", core.db.types.Uid(length=16), nullable=True),
        sa.CheckConstraint(
            "class_code in ('rules', 'organ', 'plans', 'statistics', 'licensing', 'enforcement', 'budget', 'emergency', 'farming', 'irrigation', 'contracting', 'homestead', 'land_taking', 'house_taking', 'levies', 'relief', 'other')",
            name=op.f("ck_egov_catalogue_class_code"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "publication_id"],
            ["core_publication.tenant_id", "core_publication.id"],
            name=op.f("fk_egov_catalogue_tenant_id_publication_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "replaced_id"],
            ["egov_catalogue.tenant_id", "egov_catalogue.id"],
            name=op.f("fk_egov_catalogue_tenant_id_replaced_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["core_unit.tenant_id", "core_unit.id"],
            name=op.f("fk_egov_catalogue_tenant_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_egov_catalogue")),
        sa.UniqueConstraint("tenant_id", "form_key", name=op.f("uq_egov_catalogue_tenant_id_form_key")),
        sa.UniqueConstraint(
            "tenant_id", "series", "year", "seq", name=op.f("uq_egov_catalogue_tenant_id_series_year_seq")
        ),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_egov_catalogue_tenant_id_class_code_made_on"),
        "egov_catalogue",
        ["tenant_id", "class_code", "made_on"],
        unique=False,
    )
    op.create_table(
        "egov_consultation",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("whom", sa.String(), nullable=False),
        sa.Column("name", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("about", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("came_on", sa.Date(), nullable=True),
        sa.Column("opinion", sa.String(), nullable=False),
        sa.Column("words", core.db.crypto.Encrypted(), nullable=False),
        sa.CheckConstraint(
            "opinion in ('', 'agrees', 'objects', 'unfounded', 'silent')", name=op.f("ck_egov_consultation_opinion")
        ),
        sa.CheckConstraint("whom in ('third_party', 'co_maker')", name=op.f("ck_egov_consultation_whom")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_egov_consultation_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_egov_consultation")),
        info={"kind": "private"},
    )
    op.create_index(
        op.f("ix_egov_consultation_tenant_id_case_id"), "egov_consultation", ["tenant_id", "case_id"], unique=False
    )
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
        "egov_petition_review",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("words", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("heard_since", sa.Date(), nullable=True),
        sa.Column("heard_until", sa.Date(), nullable=True),
        sa.Column("heard", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("answer", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.CheckConstraint("level in ('review', 'recheck')", name=op.f("ck_egov_petition_review_level")),
        sa.CheckConstraint(
            "outcome in ('', 'upheld', 'changed', 'revoked')", name=op.f("ck_egov_petition_review_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_egov_petition_review_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_egov_petition_review")),
        info={"kind": "private"},
    )
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
        "egov_record_correction",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("record", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("wrong", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("evidence", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("answer", core.db.crypto.Encrypted(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_egov_record_correction_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_egov_record_correction")),
        info={"kind": "private"},
    )
    op.create_table(
        "egov_request",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("oral", sa.Boolean(), nullable=False),
        sa.Column("wanted", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("unclear", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("corrected_on", sa.Date(), nullable=True),
        sa.Column("extended_days", sa.Integer(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("words", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("override", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("drafted_by", core.db.types.Uid(length=16), nullable=True),
        sa.CheckConstraint(
            "channel in ('in_person', 'signed_mail', 'plain_mail', 'online', 'fax')",
            name=op.f("ck_egov_request_channel"),
        ),
        sa.CheckConstraint("form in ('paper', 'electronic', 'look')", name=op.f("ck_egov_request_form")),
        sa.CheckConstraint(
            "ground in ('', 'secret', 'danger', 'privacy', 'internal', 'process', 'case_file')",
            name=op.f("ck_egov_request_ground"),
        ),
        sa.CheckConstraint(
            "reply in ('', 'published', 'provided', 'partly', 'refused', 'absent', 'elsewhere', 'repeated', 'special', 'no_request', 'excessive')",
            name=op.f("ck_egov_request_reply"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_egov_request_tenant_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_egov_request")),
        info={"kind": "private"},
    )
    op.create_table(
        "egov_voice",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", core.db.types.Uid(length=16), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("order_number", sa.String(), nullable=False),
        sa.Column("official", sa.String(), nullable=False),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.Column("merged_id", core.db.types.Uid(length=16), nullable=True),
        sa.Column("road", sa.String(), nullable=False),
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reasons", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("drafted_by", core.db.types.Uid(length=16), nullable=True),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("answer", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("extended_days", sa.Integer(), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=True),
        sa.Column("vetoed", sa.Boolean(), nullable=False),
        sa.Column("veto", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("outcome", core.db.crypto.Encrypted(), nullable=False),
        sa.Column("publication_id", core.db.types.Uid(length=16), nullable=True),
        sa.CheckConstraint("ground in ('', 'pending', 'ended')", name=op.f("ck_egov_voice_ground")),
        sa.CheckConstraint(
            "kind in ('question', 'suggestion', 'complaint', 'petition')", name=op.f("ck_egov_voice_kind")
        ),
        sa.CheckConstraint(
            "road in ('', 'suit', 'review', 'arbitration', 'ruling', 'permit', 'penalty', 'organ')",
            name=op.f("ck_egov_voice_road"),
        ),
        sa.CheckConstraint(
            "source in ('portal', 'letter', 'visit', 'phone', 'hotline', 'transferred')",
            name=op.f("ck_egov_voice_source"),
        ),
        sa.CheckConstraint(
            "verdict in ('', 'supported', 'explained', 'not_supported')", name=op.f("ck_egov_voice_verdict")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_egov_voice_tenant_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "merged_id"],
            ["core_case.tenant_id", "core_case.id"],
            name=op.f("fk_egov_voice_tenant_id_merged_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "publication_id"],
            ["core_publication.tenant_id", "core_publication.id"],
            name=op.f("fk_egov_voice_tenant_id_publication_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", name=op.f("pk_egov_voice")),
        info={"kind": "private"},
    )
    op.create_index(op.f("ix_egov_voice_tenant_id_merged_id"), "egov_voice", ["tenant_id", "merged_id"], unique=False)
    op.create_index(
        op.f("ix_egov_voice_tenant_id_order_number"), "egov_voice", ["tenant_id", "order_number"], unique=False
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

"""Launches: planned and slipped, ready, frozen, counted by hand, judged, closed."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import UTCDateTime

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Bring the store to this revision."""
    op.create_table(
        "frozen_audience",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("frozen_on", sa.Date(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("segment_by", sa.String(), nullable=True),
        sa.Column("sizes", sa.JSON(), nullable=False),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["import.id"],
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("frozen_audience", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_frozen_audience_import_id"), ["import_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_frozen_audience_initiative_id"), ["initiative_id"], unique=False
        )

    op.create_table(
        "launch_slip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("planned_before", sa.Date(), nullable=False),
        sa.Column("planned_after", sa.Date(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["import.id"],
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("launch_slip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_launch_slip_import_id"), ["import_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_launch_slip_initiative_id"), ["initiative_id"], unique=False
        )

    op.create_table(
        "readiness_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("archived_at", UTCDateTime(), nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "under_way",
                "done",
                "not_needed",
                name="readinessstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("readiness_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_readiness_item_initiative_id"), ["initiative_id"], unique=False
        )

    op.create_table(
        "typed_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("eligible", sa.Integer(), nullable=False),
        sa.Column("adopted", sa.Integer(), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["import.id"],
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("typed_count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_typed_count_import_id"), ["import_id"], unique=False)
        batch_op.create_index(
            "ix_typed_count_latest", ["initiative_id", "segment", "day", "id"], unique=False
        )

    op.create_table(
        "window_verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "activation", "adoption", "engagement", name="measure", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("eligible", sa.Integer(), nullable=False),
        sa.Column("matured", sa.Integer(), nullable=False),
        sa.Column("at_risk", sa.Integer(), nullable=True),
        sa.Column("adopted", sa.Integer(), nullable=False),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "met",
                "missed",
                "no_target",
                "too_few",
                name="verdict",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["import.id"],
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("window_verdict", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_window_verdict_import_id"), ["import_id"], unique=False
        )
        batch_op.create_index(
            "ix_window_verdict_latest",
            ["initiative_id", "measure", "segment", "day", "id"],
            unique=False,
        )

    with op.batch_alter_table("initiative", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "launch_type",
                sa.Enum(
                    "new_product",
                    "new_feature",
                    "improvement",
                    "integration",
                    "packaging",
                    "market_entry",
                    name="launchtype",
                    native_enum=False,
                    length=32,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("contents", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("planned_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("tier_answers", sa.JSON(), server_default="{}", nullable=False)
        )
        batch_op.add_column(sa.Column("tier_why", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("activation_events", sa.JSON(), server_default="[]", nullable=False)
        )
        batch_op.add_column(
            sa.Column("engaged_days", sa.Integer(), server_default="7", nullable=False)
        )
        batch_op.add_column(
            sa.Column("engaged_min_days", sa.Integer(), server_default="1", nullable=False)
        )
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "outcome",
                sa.Enum(
                    "succeeded",
                    "partly",
                    "missed",
                    "stopped",
                    name="launchoutcome",
                    native_enum=False,
                    length=32,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("lesson", sa.String(), nullable=True))

    with op.batch_alter_table("kpi", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reading", sa.JSON(), nullable=True))

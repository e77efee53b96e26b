"""Scorecards: the dictionary of KPIs, the ledger of targets, factors and initiatives."""

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    """Bring the store to this revision."""
    with op.batch_alter_table("external_factor", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum(
                    "competitor",
                    "market",
                    "season",
                    "regulation",
                    "outage",
                    "other_team",
                    "other",
                    name="factorkind",
                    native_enum=False,
                    length=32,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("kpi_ids", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("segments", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("amount", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("declared_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("approved_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("approved_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            "external_factor_approved_by_id_fkey", "person", ["approved_by_id"], ["id"]
        )
    _name_the_kpis_of_factors()
    with op.batch_alter_table("external_factor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_external_factor_kpi_id"))
        batch_op.drop_column("kpi_id")

    with op.batch_alter_table("initiative", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "criticality",
                sa.Enum(
                    "critical",
                    "important",
                    "useful",
                    name="criticality",
                    native_enum=False,
                    length=32,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("why", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("what_next", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("delivered_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("follow_up_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("followed_up_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("follow_up", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("first_kpi_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("indicator_ids", sa.JSON(), server_default="[]", nullable=False)
        )
        batch_op.add_column(sa.Column("indicators_locked_on", sa.Date(), nullable=True))

    with op.batch_alter_table("kpi", schema=None) as batch_op:
        batch_op.add_column(sa.Column("numerator", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("denominator", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "nature",
                sa.Enum(
                    "quantitative", "qualitative", name="kpinature", native_enum=False, length=32
                ),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column(
                "stage",
                sa.Enum(
                    "acquisition",
                    "leads",
                    "trial_conversion",
                    "retention",
                    "expansion",
                    "churn",
                    "monetization",
                    name="journeystage",
                    native_enum=False,
                    length=32,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column("co_owner_ids", sa.JSON(), server_default="[]", nullable=False)
        )
        batch_op.add_column(sa.Column("contribution", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "review_cadence",
                sa.Enum(
                    "daily",
                    "weekly",
                    "monthly",
                    "quarterly",
                    "yearly",
                    name="cadence",
                    native_enum=False,
                    length=32,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("success", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("moves_after_weeks", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "drivers",
                sa.Enum("product", "sum", name="driverformula", native_enum=False, length=32),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("driver_ids", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("weight", sa.Float(), server_default="1", nullable=False))
        batch_op.add_column(
            sa.Column(
                "resets",
                sa.Enum(
                    "daily",
                    "weekly",
                    "monthly",
                    "quarterly",
                    "yearly",
                    name="cadence",
                    native_enum=False,
                    length=32,
                ),
                nullable=True,
            )
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("leads", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.add_column(sa.Column("floor", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("stretch", sa.Float(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "grammar",
                sa.Enum(
                    "value",
                    "from_baseline",
                    "of_denominator",
                    name="targetgrammar",
                    native_enum=False,
                    length=32,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("change", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("share", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("of", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("of_size", sa.Float(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "pace",
                sa.Enum(
                    "linear",
                    "seasonal",
                    "launches",
                    "plan",
                    name="pacemethod",
                    native_enum=False,
                    length=32,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("plan", sa.JSON(), nullable=True))

    # Both engines understand this; a batch would copy tables that others point at.
    op.execute("ALTER TABLE kpi ADD COLUMN contribution_kpi_id INTEGER REFERENCES kpi (id)")
    op.execute("ALTER TABLE kpi ADD COLUMN moves_kpi_id INTEGER REFERENCES kpi (id)")
    op.execute("ALTER TABLE target ADD COLUMN replaces_id INTEGER REFERENCES target (id)")


def _name_the_kpis_of_factors() -> None:
    """Carry the one KPI a factor could touch over to the list of those it touches."""
    connection = op.get_bind()
    factor = sa.table(
        "external_factor",
        sa.column("id", sa.Integer),
        sa.column("kpi_id", sa.Integer),
        sa.column("kpi_ids", sa.JSON),
    )
    touched = connection.execute(
        sa.select(factor.c.id, factor.c.kpi_id).where(factor.c.kpi_id.is_not(None))
    )
    for factor_id, kpi_id in touched.all():
        connection.execute(
            sa.update(factor).where(factor.c.id == factor_id).values(kpi_ids=[kpi_id])
        )

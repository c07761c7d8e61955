"""What accounts were worth over the last days."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "equity_sample",
        sa.Column("binding_id", sa.Text(), nullable=False),
        sa.Column("at_ms", _INT64, autoincrement=False, nullable=False),
        sa.Column("equity_micro", _INT64, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("binding_id", "at_ms", name=op.f("pk_equity_sample")),
        sa.ForeignKeyConstraint(["binding_id"], ["binding.id"], name=op.f("fk_equity_sample_binding_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_equity_sample_at_ms"), "equity_sample", ["at_ms"])


def downgrade() -> None:
    op.drop_table("equity_sample")

"""Signals tell what there is to gain from a pair; those of before do not."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add a column; what is there stays as it is, without a gain."""
    op.add_column("signals", sa.Column("gain", sa.Float, nullable=True))

"""Signals of each pair; decisions know the act they are part of and the queue they were made in."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add a table and three columns; what is there stays as it is."""
    op.add_column("projects", _text("signals"))
    op.add_column("decisions", _text("act"))
    op.add_column("decisions", _text("via"))
    op.create_index("ix_decisions_act", "decisions", ["project_id", "act", "seq"])
    op.create_table(
        "signals",
        sa.Column("project_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("suspicion", sa.Float, nullable=False),
        sa.Column("disagreement", sa.Float, nullable=False),
        sa.Column("margin", sa.Float, nullable=True),
        sa.Column("score", sa.Float, nullable=True),
        sa.Column("decisions", sa.Integer, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "position"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")

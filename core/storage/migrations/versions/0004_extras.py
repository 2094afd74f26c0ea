"""What methods need besides links can be kept with a project; those of before have none."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add a table and a column; what is there stays as it is."""
    op.add_column("projects", sa.Column("extras", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "extras",
        sa.Column("project_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "kind", "key", "position"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )

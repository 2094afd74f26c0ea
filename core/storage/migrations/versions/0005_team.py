"""A team at one project: tracks, assignments, roles, guidelines, revisions, releases, events."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add tables and columns; what is there stays as it is, on the track that all share."""
    _text("projects", "settings")
    _text("refusals", "body")
    _text("decisions", "track")
    _text("states", "origin")
    _text("states", "snapshot")
    op.create_index("ix_decisions_track", "decisions", ["project_id", "track", "seq"])
    op.create_table(
        "tracks",
        _number("project_id"),
        sa.Column("track", sa.Text, nullable=False),
        _number("position"),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("labels", sa.Text, nullable=False),
        sa.Column("base", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("forked", sa.Integer, nullable=False),
        sa.Column("snapshot", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "track", "position"),
        _of_project(),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tracks_position", "tracks", ["project_id", "position"])
    op.create_table(
        "assignments",
        _number("project_id"),
        sa.Column("person", sa.Text, nullable=False),
        _number("position"),
        sa.Column("time", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "person", "position"),
        _of_project(),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_assignments_position", "assignments", ["project_id", "position"])
    op.create_table(
        "guidelines",
        _number("project_id"),
        _number("revision"),
        sa.Column("time", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "revision"),
        _of_project(),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("admin", sa.Boolean, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "members",
        _number("project_id"),
        _number("account_id"),
        sa.Column("role", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "account_id"),
        _of_project(),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "releases",
        _number("project_id"),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("time", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "name"),
        _of_project(),
    )
    op.create_table(
        "originals",
        _number("project_id"),
        sa.Column("side", sa.Text, nullable=False),
        _number("first"),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "side", "first"),
        _of_project(),
    )
    op.create_table(
        "revisions",
        _number("project_id"),
        _number("position"),
        _number("revision"),
        sa.Column("time", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("pair", sa.Text, nullable=False),
        sa.Column("outcomes", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "position", "revision"),
        _of_project(),
    )
    op.create_table(
        "stale",
        _number("project_id"),
        _number("number"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("track", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("settled", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "number"),
        _of_project(),
    )
    op.create_index("ix_stale_settled", "stale", ["project_id", "settled", "position"])
    op.create_table(
        "events",
        _number("project_id"),
        _number("number"),
        sa.Column("time", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "number"),
        _of_project(),
    )


def _text(table: str, column: str) -> None:
    op.add_column(table, sa.Column(column, sa.Text, nullable=False, server_default=""))


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, autoincrement=False, nullable=False)


def _of_project() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["project_id"], ["projects.id"], ondelete="CASCADE")

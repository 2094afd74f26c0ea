"""The first schema: projects with pairs, layers, alignments, decisions, people and jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _projects()
    _pairs()
    _layers()
    _decisions()
    _others()


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _whole(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, autoincrement=False, nullable=False) for name in names]


def _owner(table: str = "projects", column: str = "project_id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], ondelete="CASCADE")


def _number() -> list[sa.schema.SchemaItem]:
    return [sa.Column("id", sa.Integer, nullable=False), sa.PrimaryKeyConstraint("id")]


def _projects() -> None:
    op.create_table(
        "projects",
        *_number(),
        *_text("name", "created", "labels", "languages"),
        *_whole("pairs"),
        *_text("base", "aligner"),
        sa.UniqueConstraint("name"),
        sqlite_autoincrement=True,
    )


def _pairs() -> None:
    op.create_table(
        "pairs",
        *_whole("project_id", "position"),
        *_text("pair_id"),
        *_whole("source_length", "target_length"),
        *_text("body"),
        _owner(),
        sa.PrimaryKeyConstraint("project_id", "position"),
        sa.UniqueConstraint("project_id", "pair_id", name="uq_pairs_pair_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "texts",
        *_whole("project_id", "position"),
        *_text("keys"),
        _owner(),
        sa.PrimaryKeyConstraint("project_id", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "states",
        *_whole("project_id", "position"),
        *_text("status"),
        *_whole("version"),
        *_text("labels"),
        sa.Column("disagreement", sa.Boolean, nullable=False),
        *_text("base"),
        _owner(),
        sa.PrimaryKeyConstraint("project_id", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_states_status", "states", ["project_id", "status", "position"])
    op.create_index("ix_states_disagreement", "states", ["project_id", "disagreement", "position"])


def _layers() -> None:
    op.create_table(
        "layers",
        *_number(),
        *_whole("project_id"),
        *_text("name", "kind", "spec", "spec_hash", "versions", "content_hash", "created"),
        _owner(),
        sa.UniqueConstraint("project_id", "content_hash", name="uq_layers_content_hash"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "outcomes",
        *_whole("layer_id", "position"),
        *_text("state", "signature", "body"),
        _owner("layers", "layer_id"),
        sa.PrimaryKeyConstraint("layer_id", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alignments",
        *_whole("project_id"),
        *_text("aligner"),
        *_whole("position"),
        *_text("body"),
        _owner(),
        sa.PrimaryKeyConstraint("project_id", "aligner", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "models",
        *_whole("project_id"),
        *_text("key"),
        sa.Column("body", sa.LargeBinary, nullable=False),
        _owner(),
        sa.PrimaryKeyConstraint("project_id", "key"),
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        *_whole("project_id", "seq"),
        *_text("client"),
        sa.Column("client_seq", sa.BigInteger, nullable=False),
        *_text("time", "person"),
        *_whole("position"),
        *_text("side", "kind", "body"),
        *_whole("target"),
        sa.Column("in_force", sa.Boolean, nullable=False),
        _owner(),
        sa.PrimaryKeyConstraint("project_id", "seq"),
        sa.UniqueConstraint("project_id", "client", "client_seq", name="uq_decisions_client_seq"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_decisions_position", "decisions", ["project_id", "position", "seq"])
    op.create_index(
        "ix_decisions_person", "decisions", ["project_id", "person", "target", "in_force", "seq"]
    )
    op.create_table(
        "clients",
        *_whole("project_id"),
        *_text("client"),
        sa.Column("acked", sa.BigInteger, nullable=False),
        _owner(),
        sa.PrimaryKeyConstraint("project_id", "client"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "refusals",
        *_whole("project_id"),
        *_text("client"),
        sa.Column("client_seq", sa.BigInteger, autoincrement=False, nullable=False),
        *_text("message"),
        _owner(),
        sa.PrimaryKeyConstraint("project_id", "client", "client_seq"),
        sqlite_with_rowid=False,
    )


def _others() -> None:
    op.create_table(
        "people",
        *_whole("project_id"),
        *_text("person"),
        *_whole("position"),
        _owner(),
        sa.PrimaryKeyConstraint("project_id", "person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "jobs",
        *_number(),
        *_whole("project_id"),
        *_text("state", "step"),
        *_whole("done", "total"),
        *_text("message"),
        *_whole("pid"),
        *_text("started", "heartbeat"),
        _owner(),
    )
    op.create_index("ix_jobs_project", "jobs", ["project_id", "id"])

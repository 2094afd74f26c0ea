"""The tables of the database, as they stand today; migrations/versions tells how they came.

A pair is stored three times over, each time for another question: `pairs` holds it as it came in,
`texts` its comparison keys for searching, `states` the narrow row that filters and counts read.
`extras` holds what methods need besides links; `projects.extras` has the key of the latest of each
kind. `signals` tells how likely the base of a pair is wrong, and why; `projects.signals` tells of
which layers that was worked out.
What people decide apart from the others stands on a track of their own: `decisions.track` says on
which ("" for the one that all share), `tracks` is to it what `states` is to the shared one, begun
where `forked` says. `origin` is the layer that a replay starts from, "" where it is the base.
`revisions` keeps what a pair was before its words changed, `stale` what did not fit any more.
Positions count from 1 in corpus order and are what the other tables point at.
"""

import sqlalchemy as sa

metadata = sa.MetaData()


def _owner() -> sa.Column[int]:
    return sa.Column(
        "project_id",
        sa.Integer,
        sa.ForeignKey("projects.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )


def _position() -> sa.Column[int]:
    return _key("position")


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


def _empty(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


projects = sa.Table(
    "projects",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("created", sa.Text, nullable=False),
    sa.Column("labels", sa.Text, nullable=False),
    sa.Column("languages", sa.Text, nullable=False),
    sa.Column("pairs", sa.Integer, nullable=False),
    sa.Column("base", sa.Text, nullable=False),
    sa.Column("aligner", sa.Text, nullable=False),
    sa.Column("signals", sa.Text, nullable=False, server_default=""),
    sa.Column("extras", sa.Text, nullable=False, server_default=""),
    _empty("settings"),
    sqlite_autoincrement=True,  # a number is never given twice
)
pairs = sa.Table(
    "pairs",
    metadata,
    _owner(),
    _position(),
    sa.Column("pair_id", sa.Text, nullable=False),
    sa.Column("source_length", sa.Integer, nullable=False),
    sa.Column("target_length", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.UniqueConstraint("project_id", "pair_id", name="uq_pairs_pair_id"),
    sqlite_with_rowid=False,
)
texts = sa.Table(
    "texts",
    metadata,
    _owner(),
    _position(),
    sa.Column("keys", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
states = sa.Table(
    "states",
    metadata,
    _owner(),
    _position(),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("labels", sa.Text, nullable=False),
    sa.Column("disagreement", sa.Boolean, nullable=False),
    sa.Column("base", sa.Text, nullable=False),
    _empty("origin"),
    _empty("snapshot"),
    sa.Index("ix_states_status", "project_id", "status", "position"),
    sa.Index("ix_states_disagreement", "project_id", "disagreement", "position"),
    sqlite_with_rowid=False,
)
signals = sa.Table(
    "signals",
    metadata,
    _owner(),
    _position(),
    sa.Column("suspicion", sa.Float, nullable=False),
    sa.Column("disagreement", sa.Float, nullable=False),
    sa.Column("margin", sa.Float, nullable=True),
    sa.Column("score", sa.Float, nullable=True),
    sa.Column("decisions", sa.Integer, nullable=False),
    sa.Column("reasons", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("gain", sa.Float, nullable=True),
    sqlite_with_rowid=False,
)
layers = sa.Table(
    "layers",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column(
        "project_id", sa.Integer, sa.ForeignKey("projects.id", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("spec", sa.Text, nullable=False),
    sa.Column("spec_hash", sa.Text, nullable=False),
    sa.Column("versions", sa.Text, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("created", sa.Text, nullable=False),
    sa.UniqueConstraint("project_id", "content_hash", name="uq_layers_content_hash"),
    sqlite_autoincrement=True,
)
outcomes = sa.Table(
    "outcomes",
    metadata,
    sa.Column(
        "layer_id",
        sa.Integer,
        sa.ForeignKey("layers.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    _position(),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("signature", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
alignments = sa.Table(
    "alignments",
    metadata,
    _owner(),
    sa.Column("aligner", sa.Text, primary_key=True),
    _position(),
    sa.Column("body", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
extras = sa.Table(
    "extras",
    metadata,
    _owner(),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    _position(),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
models = sa.Table(
    "models",
    metadata,
    _owner(),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
decisions = sa.Table(
    "decisions",
    metadata,
    _owner(),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("client", sa.Text, nullable=False),
    sa.Column("client_seq", sa.BigInteger, nullable=False),
    sa.Column("time", sa.Text, nullable=False),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("side", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("target", sa.Integer, nullable=False),
    sa.Column("in_force", sa.Boolean, nullable=False),
    sa.Column("act", sa.Text, nullable=False, server_default=""),
    sa.Column("via", sa.Text, nullable=False, server_default=""),
    _empty("track"),
    sa.UniqueConstraint("project_id", "client", "client_seq", name="uq_decisions_client_seq"),
    sa.Index("ix_decisions_position", "project_id", "position", "seq"),
    sa.Index("ix_decisions_act", "project_id", "act", "seq"),
    sa.Index("ix_decisions_track", "project_id", "track", "seq"),
    sa.Index("ix_decisions_person", "project_id", "person", "target", "in_force", "seq"),
    sqlite_with_rowid=False,
)
clients = sa.Table(
    "clients",
    metadata,
    _owner(),
    sa.Column("client", sa.Text, primary_key=True),
    sa.Column("acked", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
refusals = sa.Table(
    "refusals",
    metadata,
    _owner(),
    sa.Column("client", sa.Text, primary_key=True),
    sa.Column("client_seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("message", sa.Text, nullable=False),
    _empty("body"),
    sqlite_with_rowid=False,
)
people = sa.Table(
    "people",
    metadata,
    _owner(),
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)
jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column(
        "project_id", sa.Integer, sa.ForeignKey("projects.id", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("done", sa.Integer, nullable=False),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("started", sa.Text, nullable=False),
    sa.Column("heartbeat", sa.Text, nullable=False),
    sa.Index("ix_jobs_project", "project_id", "id"),
)
tracks = sa.Table(
    "tracks",
    metadata,
    _owner(),
    sa.Column("track", sa.Text, primary_key=True),
    _position(),
    _text("status"),
    sa.Column("version", sa.Integer, nullable=False),
    _text("labels"),
    _text("base"),
    _text("origin"),
    sa.Column("forked", sa.Integer, nullable=False),
    _text("snapshot"),
    sa.Index("ix_tracks_position", "project_id", "position"),
    sqlite_with_rowid=False,
)
assignments = sa.Table(
    "assignments",
    metadata,
    _owner(),
    sa.Column("person", sa.Text, primary_key=True),
    _position(),
    _text("time"),
    _text("by"),
    sa.Index("ix_assignments_position", "project_id", "position"),
    sqlite_with_rowid=False,
)
guidelines = sa.Table(
    "guidelines",
    metadata,
    _owner(),
    _key("revision"),
    _text("time"),
    _text("person"),
    _text("body"),
)
accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("account", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("admin", sa.Boolean, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    _text("created"),
    sqlite_autoincrement=True,
)
members = sa.Table(
    "members",
    metadata,
    _owner(),
    sa.Column(
        "account_id",
        sa.Integer,
        sa.ForeignKey("accounts.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    _text("role"),
    sqlite_with_rowid=False,
)
releases = sa.Table(
    "releases",
    metadata,
    _owner(),
    sa.Column("name", sa.Text, primary_key=True),
    _text("time"),
    _text("person"),
    sa.Column("seq", sa.Integer, nullable=False),
    _text("digest"),
    _text("manifest"),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
originals = sa.Table(
    "originals",
    metadata,
    _owner(),
    sa.Column("side", sa.Text, primary_key=True),
    _key("first"),
    sa.Column("last", sa.Integer, nullable=False),
    _text("name"),
    _text("digest"),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
revisions = sa.Table(
    "revisions",
    metadata,
    _owner(),
    _position(),
    _key("revision"),
    _text("time"),
    _text("person"),
    _text("reason"),
    _text("pair"),
    _text("outcomes"),
)
stale = sa.Table(
    "stale",
    metadata,
    _owner(),
    _key("number"),
    sa.Column("position", sa.Integer, nullable=False),
    _text("track"),
    sa.Column("seq", sa.Integer, nullable=False),
    _text("body"),
    sa.Column("settled", sa.Boolean, nullable=False),
    sa.Index("ix_stale_settled", "project_id", "settled", "position"),
)
events = sa.Table(
    "events",
    metadata,
    _owner(),
    _key("number"),
    _text("time"),
    _text("person"),
    _text("kind"),
    _text("body"),
)

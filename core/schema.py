"""The tables of the database; rows are added, never changed."""

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

clips = Table(
    "clips",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("duration_s", Float, nullable=False),
    Column("fps", Float, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("loudness_db", Float, nullable=False),
    Column("source", Text, nullable=False),
    Column("split", String(16), nullable=False),
    Column("credit", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index(None, "name"),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("clip", ForeignKey("clips.id"), nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("onset_s", Float, nullable=False),
    Column("offset_s", Float, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("made_by", Text, nullable=False),
)

captions = Table(
    "captions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("clip", ForeignKey("clips.id"), nullable=False, index=True),
    Column("modality", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("made_by", Text, nullable=False),
)

things = Table(
    "things",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("clip", ForeignKey("clips.id"), nullable=False, index=True),
    Column("modality", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("made_by", Text, nullable=False),
)

recordings = Table(  # that went into a clip: clips that share one never part between splits
    "recordings",
    metadata,
    Column("clip", ForeignKey("clips.id"), primary_key=True),
    Column("name", Text, primary_key=True),
)

silences = Table(  # clips of which somebody said that nothing is heard in them
    "silences",
    metadata,
    Column("clip", ForeignKey("clips.id"), primary_key=True),
    Column("made_by", Text, nullable=False),
)

pairs = Table(
    "pairs",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("place", Integer, nullable=False, unique=True),  # the order in which they were built
    Column("kind", String(64), nullable=False),
    Column("group_id", String(64), nullable=False, index=True),
    Column("video", String(16), index=True),  # clip in the picture of the chosen turn
    Column("chosen", Text, nullable=False),  # a Turn as JSON
    Column("rejected", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("supersedes", String(16), index=True),
    Column("at", Text, nullable=False),
    Index(None, "kind", "id"),  # the next pair of one kind
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("place", Integer, primary_key=True, autoincrement=True),
    Column("token", String(64), nullable=False, unique=True),
    Column("pair", ForeignKey("pairs.id"), nullable=False, index=True),
    Column("annotator", String(64), nullable=False),
    Column("answers", Text, nullable=False),
    Column("decision", String(16), nullable=False),
    Column("note", Text, nullable=False),
    Column("flags", Text, nullable=False),
    Column("seconds_spent", Float, nullable=False),
    Column("sides", String(16), nullable=False),
    Column("at", Text, nullable=False),
    Column("via", String(32), nullable=False),
    Index(None, "annotator", "pair"),
    Index(None, "annotator", "place"),  # what somebody said last
)

undos = Table(
    "undos",
    metadata,
    Column("token", String(64), primary_key=True),  # made by the client, as a verdict's
    Column("verdict", ForeignKey("verdicts.token"), unique=True),  # null: another was quicker
    Column("annotator", String(64), nullable=False),
    Column("at", Text, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("config", Text, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", Text, nullable=False),
)

comparisons = Table(
    "comparisons",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", Text, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("benchmark", String(64), nullable=False, index=True),
    Column("run", String(64), index=True),
    Column("body", Text, nullable=False),
    Column("at", Text, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", Text, nullable=False),
)

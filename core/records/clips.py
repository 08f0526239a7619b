"""Clips with what is heard in them and said of them."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, Engine, Row, func, select

from core.caption import Caption, Modality, Thing
from core.clip import Clip, Split
from core.errors import NotFound
from core.event import SoundEvent
from core.records.base import add_new, now
from core.schema import captions, clips, events, recordings, silences, things


class ClipRecords:
    """Clips, their sound events, captions and things."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self,
        clip: Clip,
        heard: Sequence[SoundEvent] = (),
        said: Sequence[Caption] = (),
        named: Sequence[Thing] = (),
        made_of: Sequence[str] = (),
        *,
        is_silent: bool = False,
    ) -> bool:
        """Store a clip with all that is known of it in one act; False if it was there already."""
        with self._engine.begin() as connection:
            if not add_new(connection, clips, [asdict(clip) | {"at": now()}]):
                return False
            _append(connection, heard, said, named)
            _append_origin(connection, clip.id, made_of, is_silent=is_silent)
            return True

    def extend(
        self,
        clip_id: str,
        heard: Sequence[SoundEvent] = (),
        said: Sequence[Caption] = (),
        named: Sequence[Thing] = (),
        made_of: Sequence[str] = (),
        *,
        is_silent: bool = False,
    ) -> None:
        """Append to what is known of a clip in one act."""
        with self._engine.begin() as connection:
            _append(connection, heard, said, named)
            _append_origin(connection, clip_id, made_of, is_silent=is_silent)

    def add_captions(self, said: Sequence[Caption]) -> None:
        """Append captions; the last of a clip's captions for a modality counts."""
        if said:
            with self._engine.begin() as connection:
                connection.execute(captions.insert(), [asdict(caption) for caption in said])

    def get(self, clip_id: str) -> Clip:
        """The clip with this id; NotFound if there is none."""
        with self._engine.connect() as connection:
            row = connection.execute(select(clips).where(clips.c.id == clip_id)).one_or_none()
        if row is None:
            raise NotFound(f'There is no clip "{clip_id}" in this workspace.')
        return _clip(row)

    def named(self, name: str) -> Clip:
        """The clip with this name (or id); NotFound if there is none."""
        with self._engine.connect() as connection:
            found = select(clips).where((clips.c.name == name) | (clips.c.id == name))
            row = connection.execute(found.order_by(clips.c.at, clips.c.id)).first()
        if row is None:
            raise NotFound(f'There is no clip "{name}" in this workspace.')
        return _clip(row)

    def has(self, clip_id: str) -> bool:
        """Whether a clip with this id is stored."""
        with self._engine.connect() as connection:
            found = select(clips.c.id).where(clips.c.id == clip_id)
            return connection.execute(found).first() is not None

    def count(self) -> int:
        """Number of clips."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(clips)).scalar_one()

    def all(self) -> list[Clip]:
        """Every clip, in the order of import."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(clips).order_by(clips.c.at, clips.c.name))
            return [_clip(row) for row in rows]

    def recordings(self, clip_id: str) -> list[str]:
        """The recordings that went into a clip, as far as they are known."""
        found = select(recordings.c.name).where(recordings.c.clip == clip_id)
        with self._engine.connect() as connection:
            return list(connection.execute(found.order_by(recordings.c.name)).scalars())

    def made_of(self) -> dict[str, list[str]]:
        """By each known recording the ids of the clips that it went into."""
        found: dict[str, list[str]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(select(recordings).order_by(recordings.c.clip)):
                found.setdefault(row.name, []).append(row.clip)
        return found

    def silent(self) -> set[str]:
        """Ids of the clips of which somebody said that nothing is heard in them."""
        with self._engine.connect() as connection:
            return set(connection.execute(select(silences.c.clip)).scalars())

    def events(self, clip_id: str) -> list[SoundEvent]:
        """Sound events of a clip by onset."""
        found = select(events).where(events.c.clip == clip_id).order_by(events.c.onset_s)
        with self._engine.connect() as connection:
            return [_event(row) for row in connection.execute(found)]

    def all_events(self) -> dict[str, list[SoundEvent]]:
        """Sound events of every clip that has some, by clip id, each list by onset."""
        heard: dict[str, list[SoundEvent]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(select(events).order_by(events.c.onset_s)):
                heard.setdefault(row.clip, []).append(_event(row))
        return heard

    def things(self, clip_id: str) -> list[Thing]:
        """Things seen and heard in a clip, the main ones first."""
        return self._things(clip_id).get(clip_id, [])

    def all_things(self) -> dict[str, list[Thing]]:
        """Things seen and heard in every clip, by clip id."""
        return self._things(None)

    def captions(self, clip_id: str, made_by: str = "") -> dict[Modality, Caption]:
        """The newest caption of each modality, by one maker if it is named."""
        return self._captions(clip_id, made_by).get(clip_id, {})

    def all_captions(self) -> dict[str, dict[Modality, Caption]]:
        """The newest caption of each modality of every clip, by clip id."""
        return self._captions(None)

    def _things(self, clip_id: str | None) -> dict[str, list[Thing]]:
        found = select(things).order_by(things.c.id)
        if clip_id is not None:
            found = found.where(things.c.clip == clip_id)
        by_clip: dict[str, list[Thing]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(found):
                thing = Thing(row.clip, Modality(row.modality), row.name, row.made_by)
                by_clip.setdefault(row.clip, []).append(thing)
        return by_clip

    def _captions(
        self, clip_id: str | None, made_by: str = ""
    ) -> dict[str, dict[Modality, Caption]]:
        found = select(captions).order_by(captions.c.id)
        if clip_id is not None:
            found = found.where(captions.c.clip == clip_id)
        if made_by:
            found = found.where(captions.c.made_by == made_by)
        newest: dict[str, dict[Modality, Caption]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(found):
                caption = Caption(row.clip, Modality(row.modality), row.text, row.made_by)
                newest.setdefault(row.clip, {})[caption.modality] = caption
        return newest


def _append(
    connection: Connection,
    heard: Sequence[SoundEvent],
    said: Sequence[Caption],
    named: Sequence[Thing],
) -> None:
    if heard:
        connection.execute(events.insert(), [asdict(event) for event in heard])
    if said:
        connection.execute(captions.insert(), [asdict(caption) for caption in said])
    if named:
        connection.execute(things.insert(), [asdict(thing) for thing in named])


def _append_origin(
    connection: Connection, clip_id: str, made_of: Sequence[str], *, is_silent: bool
) -> None:
    rows = [{"clip": clip_id, "name": name} for name in made_of]
    add_new(connection, recordings, rows, any_key=True)
    if is_silent:
        add_new(connection, silences, [{"clip": clip_id, "made_by": "manifest"}])


def _clip(row: Row[tuple[object, ...]]) -> Clip:
    values = row._asdict()
    values.pop("at")
    return Clip(**values | {"split": Split(values["split"])})


def _event(row: Row[tuple[object, ...]]) -> SoundEvent:
    values = row._asdict()
    values.pop("id")
    return SoundEvent(**values)

"""The store: what goes in comes out, nothing twice, nothing lost; on SQLite and PostgreSQL."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from core.caption import Caption, Modality, Thing
from core.errors import Conflict, NotFound
from core.records.pairs import PairFilter
from core.schema import metadata
from core.store import Store
from core.verdict import Decision
from tests.builders import a_clip, a_pair, a_turn, a_verdict, an_event


def test_migrations_make_exactly_the_schema(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_a_clip_comes_back_with_its_events_and_newest_captions(store: Store) -> None:
    clip, moo = a_clip(), an_event()
    said = [
        Caption(clip.id, Modality.AUDIO, "A cow."),
        Caption(clip.id, Modality.AUDIO, "A cow moos."),
    ]
    cow = Thing(clip.id, Modality.VISUAL, "cow")
    assert store.clips.add(clip, [moo], said, [cow])
    assert not store.clips.add(clip, [moo], said, [cow])
    assert store.clips.things(clip.id) == [cow]
    assert store.clips.all() == [clip]
    assert store.clips.get(clip.id) == store.clips.named("cow-pasture") == clip
    assert store.clips.events(clip.id) == [moo]
    assert store.clips.captions(clip.id)[Modality.AUDIO].text == "A cow moos."


def test_an_unknown_id_is_named(store: Store) -> None:
    with pytest.raises(NotFound, match='no clip "zebra"'):
        store.clips.named("zebra")


def test_pairs_are_added_once_and_paged_in_order(store: Store) -> None:
    built = [a_pair(a_turn(f"A cat meows {n} times.")) for n in range(5)]
    assert store.pairs.add(built) == 5
    assert store.pairs.add(built) == 0
    first = store.pairs.page(limit=3)
    rest = store.pairs.page(after=first[-1][0], limit=3)
    assert [pair for _, pair in first + rest] == built
    assert list(store.pairs.each()) == built
    assert store.pairs.counts_by_kind() == {"acpo/attribution": 5}


def test_a_superseded_pair_leaves_the_lists_but_stays(store: Store) -> None:
    old = a_pair()
    new = a_pair(a_turn("A cat meows twice."), supersedes=old.id)
    store.pairs.add([old, new])
    assert list(store.pairs.each()) == [new]
    assert store.pairs.get(old.id) == old


def test_the_same_token_is_one_verdict(store: Store) -> None:
    pair = a_pair()
    store.pairs.add([pair])
    assert store.verdicts.add(a_verdict(pair.id))
    assert not store.verdicts.add(a_verdict(pair.id, decision=Decision.REJECT))
    assert store.verdicts.of_pair(pair.id) == [a_verdict(pair.id)]


def test_an_undo_takes_a_verdict_back_once_and_only_ones_own(store: Store) -> None:
    pair = a_pair()
    store.pairs.add([pair])
    store.verdicts.add(a_verdict(pair.id))
    with pytest.raises(Conflict, match="only ann can undo"):
        store.verdicts.undo("u0", "t1", "bob")
    assert store.verdicts.undo("u1", "t1", "ann")
    assert not store.verdicts.undo("u1", "t1", "ann")
    assert not store.verdicts.undo("u2", "t1", "ann")
    assert store.verdicts.standing() == []
    assert store.verdicts.last("ann") is None


def test_the_last_verdict_of_a_person_counts_and_its_undo_brings_back_the_one_before(
    store: Store,
) -> None:
    pair = a_pair()
    store.pairs.add([pair])
    first = a_verdict(pair.id, "t1")
    second = a_verdict(pair.id, "t2", decision=Decision.REJECT)
    other = a_verdict(pair.id, "t3", annotator="bob")
    for verdict in (first, second, other):
        store.verdicts.add(verdict)
    assert store.verdicts.of_pair(pair.id) == [second, other]
    assert store.verdicts.count_judged("ann") == 1
    store.verdicts.undo("u1", "t2", "ann")
    assert store.verdicts.of_pair(pair.id) == [first, other]
    assert store.verdicts.undone_by("u1") == second == store.verdicts.get("t2")
    assert store.verdicts.undone_by("t2") is None
    with pytest.raises(NotFound, match='no verdict "t9"'):
        store.verdicts.get("t9")


def test_pairs_are_found_by_what_people_decided(store: Store) -> None:
    built = [a_pair(a_turn(f"A cat meows {n} times.")) for n in range(3)]
    store.pairs.add(built)
    store.verdicts.add(a_verdict(built[0].id, "t0"))
    store.verdicts.add(a_verdict(built[1].id, "t1", decision=Decision.REJECT))
    accepted = PairFilter(decision=Decision.ACCEPT)
    assert list(store.pairs.each(accepted)) == [built[0]]
    assert list(store.pairs.each(PairFilter(unjudged_by="ann"))) == [built[2]]
    assert store.pairs.count(PairFilter(unjudged_by="bob")) == 3
    assert store.verdicts.counts() == {Decision.ACCEPT: 1, Decision.REJECT: 1}


def test_a_verdict_on_no_pair_is_refused(store: Store) -> None:
    with pytest.raises(NotFound, match='no pair "nothing"'):
        store.verdicts.add(a_verdict("nothing"))

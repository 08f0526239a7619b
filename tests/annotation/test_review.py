"""Review: a verdict is stored once however often it is sent, checked at the door, taken back."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from annotation.review import LONGEST_S, VerdictRequest, read_request, record, undo
from core.errors import BadRecord, Conflict, NotFound
from core.preference import PreferencePair
from core.verdict import Decision, Judgement, Sides
from core.workspace import Workspace
from tests.builders import a_pair, a_turn


@pytest.fixture
def pair(workspace: Workspace) -> PreferencePair:
    made = a_pair(facts={"form": "description"})
    workspace.store.pairs.add([made])
    return made


def a_request(pair: PreferencePair, token: str = "token-001", **changes: object) -> VerdictRequest:
    body = {"token": token, "pair": pair.id, "decision": "accept", "seconds_spent": 4.25}
    return read_request({**body, **changes})


def test_a_verdict_is_stored_as_it_was_sent(workspace: Workspace, pair: PreferencePair) -> None:
    request = a_request(
        pair,
        answers={"chosen_heard": "yes", "rejected_not_heard": "debatable"},
        note="The bark is faint.",
        flags=["faint"],
        sides="rejected_first",
    )
    saved = record(workspace.store, "ann", request)
    assert saved.new
    assert workspace.store.verdicts.of_pair(pair.id) == [saved.verdict]
    verdict = saved.verdict
    assert verdict.annotator == "ann"
    assert verdict.answers == {
        "chosen_heard": Judgement.YES,
        "rejected_not_heard": Judgement.DEBATABLE,
    }
    assert (verdict.decision, verdict.note) == (Decision.ACCEPT, "The bark is faint.")
    assert (verdict.flags, verdict.sides) == (("faint",), Sides.REJECTED_FIRST)
    assert (verdict.seconds_spent, verdict.via) == (4.25, "page")


def test_the_same_request_is_one_verdict(workspace: Workspace, pair: PreferencePair) -> None:
    first = record(workspace.store, "ann", a_request(pair))
    again = record(workspace.store, "ann", a_request(pair, decision="reject"))
    assert (again.new, again.verdict) == (False, first.verdict)
    assert len(workspace.store.verdicts.standing()) == 1


def test_ten_requests_at_once_are_one_verdict(workspace: Workspace, pair: PreferencePair) -> None:
    store = workspace.store
    with ThreadPoolExecutor(10) as pool:
        saved = list(pool.map(lambda _: record(store, "ann", a_request(pair)), range(10)))
    assert [each.new for each in saved].count(True) == 1
    assert len({each.verdict.at for each in saved}) == 1


def test_a_token_stands_for_one_verdict_only(workspace: Workspace, pair: PreferencePair) -> None:
    record(workspace.store, "ann", a_request(pair))
    other = a_pair(a_turn("Two cats meow."))
    workspace.store.pairs.add([other])
    for annotator, wanted in (("bob", pair), ("ann", other)):
        with pytest.raises(Conflict, match="token-001 already stands for another verdict"):
            record(workspace.store, annotator, a_request(wanted))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"decision": "maybe"}, "decision"),
        ({"token": "short"}, "token"),
        ({"token": "no spaces allowed"}, "token"),
        ({"token": "x" * 65}, "token"),
        ({"token": "new-line\n"}, "token"),
        ({"answers": {"chosen_heard": "perhaps"}}, "answers.chosen_heard"),
        ({"note": "x" * 2001}, "note"),
        ({"seconds_spent": -1}, "seconds_spent"),
        ({"seconds_spent": float("nan")}, "seconds_spent"),
        ({"sides": "left"}, "sides"),
        ({"flags": ["x" * 41]}, "flags.0"),
        ({"annotator": "bob"}, "annotator"),  # who judges is known from the session alone
    ],
)
def test_what_cannot_be_is_refused_by_name(
    pair: PreferencePair, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(BadRecord, match=f'The verdict\'s "{field}" cannot be taken'):
        a_request(pair, **changes)


def test_a_body_that_is_no_object_is_refused() -> None:
    with pytest.raises(BadRecord, match='"body" cannot be taken'):
        read_request([1])


def test_an_answer_to_no_question_is_refused(workspace: Workspace, pair: PreferencePair) -> None:
    with pytest.raises(BadRecord, match='no question "chosen_seen"; there are: chosen_heard, rej'):
        record(workspace.store, "ann", a_request(pair, answers={"chosen_seen": "yes"}))
    assert workspace.store.verdicts.standing() == []


def test_a_verdict_on_no_pair_is_refused(workspace: Workspace, pair: PreferencePair) -> None:
    request = a_request(pair).model_copy(update={"pair": "gone"})
    with pytest.raises(NotFound, match='no pair "gone"'):
        record(workspace.store, "ann", request)


def test_a_long_absence_is_not_time_spent(workspace: Workspace, pair: PreferencePair) -> None:
    saved = record(workspace.store, "ann", a_request(pair, seconds_spent=86_400))
    assert saved.verdict.seconds_spent == LONGEST_S


def test_undo_opens_pairs_again_from_the_last_to_the_first(workspace: Workspace) -> None:
    store = workspace.store
    built = [a_pair(a_turn(f"{n} cats meow.")) for n in range(3)]
    store.pairs.add(built)
    for number, each in enumerate(built):
        record(store, "ann", a_request(each, f"token-00{number}"))
    record(store, "bob", a_request(built[0], "token-bob"))
    assert undo(store, "ann", "undo-0001") == built[2].id
    assert undo(store, "ann", "undo-0001") == built[2].id  # the same press, sent again
    assert undo(store, "ann", "undo-0002") == built[1].id
    assert [verdict.token for verdict in store.verdicts.standing()] == ["token-000", "token-bob"]


def test_there_is_nothing_to_undo_for_who_has_not_judged(
    workspace: Workspace, pair: PreferencePair
) -> None:
    record(workspace.store, "ann", a_request(pair))
    with pytest.raises(Conflict, match="nothing to undo"):
        undo(workspace.store, "bob", "undo-0001")
    undo(workspace.store, "ann", "undo-0002")
    with pytest.raises(Conflict, match="crossed"):
        undo(workspace.store, "bob", "undo-0002")
    with pytest.raises(BadRecord, match='"!" cannot be a token'):
        undo(workspace.store, "ann", "!")


def test_an_undone_second_thought_brings_back_the_first(
    workspace: Workspace, pair: PreferencePair
) -> None:
    store = workspace.store
    first = record(store, "ann", a_request(pair, "token-001")).verdict
    record(store, "ann", a_request(pair, "token-002", decision="reject"))
    assert [verdict.decision for verdict in store.verdicts.of_pair(pair.id)] == [Decision.REJECT]
    assert undo(store, "ann", "undo-0001") == pair.id
    assert store.verdicts.of_pair(pair.id) == [first]

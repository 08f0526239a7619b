"""The hot path of the Verify page over HTTP: once, in order, and only for the right person."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from core.workspace import Workspace
from tests.builders import a_verdict


def a_form(work: dict[str, Any], token: str = "token-0001", **changes: object) -> dict[str, Any]:
    card = work["card"]
    form = {
        "token": token,
        "pair": card["id"],
        "answers": {question["id"]: "yes" for question in card["questions"]},
        "decision": "accept",
        "note": "clear",
        "flags": ["bad_sound"],
        "seconds_spent": 4.25,
        "sides": card["sides_order"],
    }
    return form | changes


def after(client: TestClient, answer: dict[str, Any], kind: str = "") -> dict[str, Any]:
    """What the page shows after a verdict: it asks again where the clip was still being made."""
    given = answer["next"] or client.get("/api/verify/next", params={"kind": kind}).json()
    return dict(given)


@pytest.fixture
def work(client: TestClient) -> dict[str, Any]:
    answer = client.get("/api/verify/next")
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def test_the_next_pair_comes_with_all_that_the_page_shows(
    client: TestClient, work: dict[str, Any]
) -> None:
    sample, card = work["sample"], work["card"]
    assert len(card["questions"]) == 2
    assert {side["role"] for side in card["sides"]} == {"chosen", "rejected"}
    for track in (sample["original"], sample["swapped"]):
        assert len(track["peaks"]) == 1600
        for name in ("video", "spectrogram", "strip", "poster"):
            assert client.head(track[name]).status_code == 200


def test_a_verdict_is_stored_as_it_was_given(
    client: TestClient, work: dict[str, Any], demo: Workspace
) -> None:
    answer = client.post("/api/verdicts", json=a_form(work)).json()
    [stored] = demo.store.verdicts.standing()
    assert answer["new"]
    assert stored.pair == work["card"]["id"]
    assert (stored.annotator, stored.via) == ("ann", "page")
    assert (stored.note, stored.flags, stored.seconds_spent) == ("clear", ("bad_sound",), 4.25)
    assert after(client, answer)["card"]["id"] != work["card"]["id"]


def test_the_same_request_again_is_the_same_verdict(
    client: TestClient, work: dict[str, Any], demo: Workspace
) -> None:
    first = client.post("/api/verdicts", json=a_form(work)).json()
    again = client.post("/api/verdicts", json=a_form(work, decision="reject")).json()
    assert not again["new"]
    assert after(client, again)["card"] == after(client, first)["card"]
    assert [verdict.decision for verdict in demo.store.verdicts.standing()] == ["accept"]


def test_an_undo_opens_the_pair_again_as_it_was_left(
    client: TestClient, work: dict[str, Any], demo: Workspace
) -> None:
    form = a_form(work)
    client.post("/api/verdicts", json=form)
    back = client.post("/api/undo", json={"token": "undo-00001"}).json()
    assert back["card"]["id"] == work["card"]["id"]
    assert back["card"]["said"] == {key: form[key] for key in ("answers", "note", "flags")}
    assert demo.store.verdicts.standing() == []


def test_an_undo_sent_twice_takes_back_one_verdict(
    client: TestClient, work: dict[str, Any], demo: Workspace
) -> None:
    second = after(client, client.post("/api/verdicts", json=a_form(work)).json())
    client.post("/api/verdicts", json=a_form(second, "token-0002"))
    for _ in range(2):
        back = client.post("/api/undo", json={"token": "undo-00001"}).json()
        assert back["card"]["id"] == second["card"]["id"]
    assert [verdict.token for verdict in demo.store.verdicts.standing()] == ["token-0001"]


def test_nothing_to_undo_is_said_in_a_sentence(client: TestClient) -> None:
    answer = client.post("/api/undo", json={"token": "undo-00001"})
    assert (answer.status_code, answer.json()) == (409, {"error": "There is nothing to undo."})


def test_a_token_of_somebody_else_is_refused(
    client: TestClient, work: dict[str, Any], demo: Workspace
) -> None:
    demo.store.verdicts.add(a_verdict(work["card"]["id"], "token-0001", annotator="bob"))
    answer = client.post("/api/verdicts", json=a_form(work))
    assert answer.status_code == 409
    assert "already stands for another verdict" in answer.json()["error"]


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        ({"pair": "nothing"}, 404, 'no pair "nothing"'),
        ({"answers": {"is_it_nice": "yes"}}, 400, "no question"),
        ({"decision": "perhaps"}, 400, "decision"),
        ({"answers": {"chosen_heard": "very"}}, 400, "answers"),
        ({"seconds_spent": -1}, 400, "seconds_spent"),
        ({"token": "short"}, 400, "token"),
        ({"surprise": 1}, 400, "surprise"),
    ],
)
def test_what_cannot_be_taken_is_said_and_not_stored(
    client: TestClient,
    work: dict[str, Any],
    demo: Workspace,
    change: dict[str, object],
    status: int,
    says: str,
) -> None:
    answer = client.post("/api/verdicts", json=a_form(work, **change))
    assert answer.status_code == status
    assert says in answer.json()["error"]
    assert demo.store.verdicts.standing() == []


def test_a_link_to_a_judged_pair_shows_what_was_said(
    client: TestClient, work: dict[str, Any], demo: Workspace
) -> None:
    form = a_form(work)
    client.post("/api/verdicts", json=form | {"decision": "reject", "token": "token-0000"})
    client.post("/api/verdicts", json=form)
    demo.store.verdicts.add(a_verdict(work["card"]["id"], "token-0002", annotator="bob"))
    card = client.get(f"/api/verify/pair/{work['card']['id']}").json()["card"]
    assert card["said"] == {key: form[key] for key in ("answers", "note", "flags")}
    assert card["decision"] == "accept"


def test_another_decision_under_a_used_token_is_told_as_what_stands(
    client: TestClient, work: dict[str, Any]
) -> None:
    client.post("/api/verdicts", json=a_form(work))
    again = client.post("/api/verdicts", json=a_form(work, decision="reject")).json()
    assert (again["new"], again["decision"]) == (False, "accept")


def test_a_link_opens_its_pair_and_an_unknown_one_is_named(
    client: TestClient, work: dict[str, Any]
) -> None:
    pair = work["card"]["id"]
    assert client.get(f"/api/verify/pair/{pair}").json()["card"] == work["card"]
    answer = client.get("/api/verify/pair/nothing")
    assert (answer.status_code, answer.json()["error"]) == (
        404,
        'There is no pair "nothing" in this workspace.',
    )


def test_the_filter_keeps_to_one_kind_until_it_is_done(client: TestClient, demo: Workspace) -> None:
    kind = "acpo/sensitivity"
    total = demo.store.pairs.counts_by_kind()[kind]
    work = client.get("/api/verify/next", params={"kind": kind}).json()
    seen = []
    for turn in range(total):
        seen.append(work["card"]["id"])
        assert work["card"]["kind"] == kind
        form = a_form(work, f"token-{turn:04}", kind=kind)
        work = after(client, client.post("/api/verdicts", json=form).json(), kind)
    assert len(set(seen)) == total
    assert work["card"] is None
    assert work["empty"]["title"] == "All of this kind are verified"


def test_what_was_skipped_for_good_is_named_with_a_link(
    client: TestClient, demo: Workspace
) -> None:
    skipped, *others = [pair.id for pair in demo.store.pairs.each()]
    for turn, pair in enumerate((skipped, skipped)):
        form = {"token": f"skip-{turn:04}", "pair": pair, "decision": "skip"}
        client.post("/api/verdicts", json=form)
    for turn, pair in enumerate(others):
        demo.store.verdicts.add(a_verdict(pair, f"token-{turn:04}"))
    empty = client.get("/api/verify/next").json()["empty"]
    assert empty["title"] == "All pairs are verified but one that you skipped"
    [named] = empty["skipped"]
    assert named["link"] == f"/verify?pair={skipped}"
    assert "cow-pasture" in named["text"] or "cat-yarn" in named["text"]
    assert empty["link"] == "/train"


def test_an_unknown_kind_is_refused_but_no_verdict_is_lost_to_it(
    client: TestClient, work: dict[str, Any], demo: Workspace
) -> None:
    refused = client.get("/api/verify/next", params={"kind": "acpo/nonsense"})
    assert refused.status_code == 404
    assert 'no pairs of kind "acpo/nonsense"; there are: acpo/' in refused.json()["error"]
    saved = client.post("/api/verdicts", json=a_form(work, kind="acpo/nonsense"))
    assert (saved.status_code, saved.json()["next"]) == (200, None)
    assert len(demo.store.verdicts.standing()) == 1


def test_the_following_clips_are_made_and_named_ahead_of_time(
    client: TestClient, work: dict[str, Any]
) -> None:
    clips = client.get("/api/verify/ahead", params={"pair": work["card"]["id"]}).json()
    assert len(clips) == 3
    following = client.post("/api/verdicts", json=a_form(work)).json()["next"]
    assert following is not None  # made already: the verdict's answer brings it along
    sample = following["sample"]
    assert clips[0] == sample[sample["start"]["track"]]["video"]


def test_progress_counts_what_was_judged(
    client: TestClient, work: dict[str, Any], demo: Workspace
) -> None:
    assert client.get("/api/verify/progress").json()["judged"] == 0
    client.post("/api/verdicts", json=a_form(work))
    progress = client.get("/api/verify/progress").json()
    assert (progress["judged"], progress["today"]) == (1, 1)
    assert progress["total"] == demo.store.pairs.count()
    assert sum(kind["total"] for kind in progress["kinds"]) == progress["total"]

"""The manifest's verdicts: good pairs hold, and each way to spoil one is found."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from annotation.recipes.acpo import RECIPE, Options
from annotation.recipes.base import Context
from annotation.scene import Scene
from annotation.truth import ANNOTATOR, judge_all, verdict_on
from core.caption import Thing
from core.preference import PreferencePair, Turn
from core.verdict import Decision
from core.workspace import Workspace
from tests.annotation.scenes import a_scene, animals, stored
from tests.builders import a_pair


def pairs() -> list[PreferencePair]:
    context = Context(animals(), lambda _clip, _reason: None)
    return list(RECIPE.build(context, Options(include_held_out=True)))


def decided(pair: PreferencePair, known: dict[str, Scene]) -> Decision:
    verdict = verdict_on(pair, known)
    assert verdict is not None
    assert (verdict.annotator, verdict.via) == (ANNOTATOR, "manifest")
    return verdict.decision


def test_every_pair_of_well_labelled_clips_holds() -> None:
    built, known = pairs(), animals()
    assert len(built) == 6 * 4 * 10
    assert {decided(pair, known) for pair in built} == {Decision.ACCEPT}


def turned(pair: PreferencePair) -> PreferencePair:
    return replace(pair, chosen=pair.rejected, rejected=pair.chosen)


def answered_alike(pair: PreferencePair) -> PreferencePair:
    """Both answers describe what is heard."""
    heard = f"{pair.chosen.response} Once."
    return replace(pair, rejected=replace(pair.rejected, response=heard))


def about(response: str) -> Callable[[PreferencePair], PreferencePair]:
    def changed(pair: PreferencePair) -> PreferencePair:
        def with_it(turn: Turn) -> Turn:
            return replace(turn, response=response)

        return replace(pair, chosen=with_it(pair.chosen), rejected=with_it(pair.rejected))

    return changed


@pytest.mark.parametrize(
    ("kind", "form", "spoil"),
    [
        ("acpo/attribution", "description", turned),
        ("acpo/attribution", "description", answered_alike),
        ("acpo/attribution", "expected_sound", turned),
        ("acpo/attribution", "yes_no", turned),
        ("acpo/sensitivity", "caption", about("A zebra stands there.")),
        ("acpo/sensitivity", "audio_caption", about("A zebra.")),
        ("acpo/retention", "description", turned),
        ("acpo/retention", "yes_no", turned),
    ],
)
def test_a_spoilt_pair_is_rejected(
    kind: str, form: str, spoil: Callable[[PreferencePair], PreferencePair]
) -> None:
    for pair in pairs():
        if (pair.kind, pair.facts["form"]) == (kind, form):
            assert decided(spoil(pair), animals()) is Decision.REJECT


def test_a_donor_that_fits_the_picture_is_found() -> None:
    """Relabelled later, a donor's sound may turn out to be the picture's own."""
    built = [pair for pair in pairs() if pair.facts["form"] == "matching"]
    known = animals()
    pair = next(each for each in built if each.rejected.input.audio == "cat-clip")
    picture = str(pair.rejected.input.video)
    known["cat-clip"] = replace(known["cat-clip"], things=known[picture].things)
    assert decided(pair, known) is Decision.REJECT


def test_nothing_is_said_of_clips_that_no_manifest_describes() -> None:
    pair = next(each for each in pairs() if each.rejected.input.audio == "cat-clip")
    known = animals()
    cat = known["cat-clip"]
    by_model = tuple(Thing(t.clip, t.modality, t.name, "tagger") for t in cat.things)
    assert verdict_on(pair, known | {"cat-clip": replace(cat, things=by_model, events=())}) is None
    assert verdict_on(pair, {}) is None
    assert verdict_on(a_pair(kind="other/kind"), known) is None


def test_a_quiet_clip_fits_a_caption_that_says_so() -> None:
    quiet = a_scene("wall-clip", seen="wall", audio="Silence.", joint="A wall, and all is quiet.")
    known = animals() | {"wall-clip": quiet}
    built = list(RECIPE.build(Context(known, lambda *_: None), Options(include_held_out=True)))
    own = [pair for pair in built if pair.chosen.input.video == "wall-clip"]
    assert {pair.facts["form"] for pair in own} >= {"caption", "audio_caption"}
    assert {decided(pair, known) for pair in own} == {Decision.ACCEPT}


def test_judging_twice_adds_nothing(workspace: Workspace) -> None:
    for scene in animals().values():
        stored(workspace.store, scene)
    workspace.store.pairs.add(pairs())
    report = judge_all(workspace.store)
    assert (report.accepted, report.rejected, report.unknown, report.new) == (240, 0, 0, 240)
    assert judge_all(workspace.store).new == 0
    assert len(workspace.store.verdicts.standing()) == 240

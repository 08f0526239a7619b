"""Makes any record in one call, with what matters to a test as arguments."""

from core.caption import Modality
from core.clip import AVInput, Clip, Split
from core.event import SoundEvent
from core.preference import PreferencePair, Turn, pair_id
from core.run import RunConfig
from core.verdict import Decision, Judgement, Sides, Verdict


def a_clip(clip_id: str = "c" * 16, name: str = "cow-pasture", **changes: object) -> Clip:
    values: dict[str, object] = {
        "id": clip_id,
        "name": name,
        "media": f"{clip_id}.mp4",
        "duration_s": 6.4,
        "fps": 25.0,
        "width": 640,
        "height": 360,
        "loudness_db": -20.0,
        "source": name,
        "split": Split.TRAIN,
    }
    return Clip(**values | changes)  # type: ignore[arg-type]


def an_event(clip_id: str = "c" * 16, label: str = "Cow moo", **changes: float) -> SoundEvent:
    times = {"onset_s": 0.8, "offset_s": 1.8} | changes
    return SoundEvent(clip_id, label, **times)


def a_turn(
    response: str = "A cow moos.",
    video: str | None = "c" * 16,
    audio: str | None = "d" * 16,
    prompt: str = "Describe what you hear.",
    asks: Modality = Modality.AUDIO,
) -> Turn:
    return Turn(AVInput(video, audio), prompt, asks, response)


def a_pair(
    chosen: Turn | None = None,
    rejected: Turn | None = None,
    kind: str = "acpo/attribution",
    group: str = "g1",
    **changes: object,
) -> PreferencePair:
    good = chosen or a_turn("A cat meows.")
    bad = rejected or a_turn("A cow stands in a pasture.")
    values: dict[str, object] = {
        "id": pair_id(kind, good, bad),
        "kind": kind,
        "group": group,
        "chosen": good,
        "rejected": bad,
        "made_by": "test",
    }
    return PreferencePair(**values | changes)  # type: ignore[arg-type]


def a_verdict(pair: str, token: str = "t1", **changes: object) -> Verdict:
    values: dict[str, object] = {
        "token": token,
        "pair": pair,
        "annotator": "ann",
        "answers": {"chosen_heard": Judgement.YES},
        "decision": Decision.ACCEPT,
        "note": "",
        "flags": (),
        "seconds_spent": 3.5,
        "sides": Sides.CHOSEN_FIRST,
        "at": "2026-01-01T00:00:00+00:00",
        "via": "page",
    }
    return Verdict(**values | changes)  # type: ignore[arg-type]


def a_run_config(**changes: object) -> RunConfig:
    values: dict[str, object] = {
        "family": "tiny_omni",
        "checkpoint": "",
        "objective": "acpo",
        "options": {},
    }
    return RunConfig(**values | changes)  # type: ignore[arg-type]

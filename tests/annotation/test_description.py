"""What lines say of a clip, as records; absent means unknown, an empty list means silent."""

import pytest

from annotation.description import Description, description, news, sounding
from annotation.manifest import ClipLine, EventLine
from core.caption import Modality
from core.workspace import Workspace
from tests.builders import a_clip, an_event


def a_line(**fields: object) -> ClipLine:
    return ClipLine.model_validate({"file": "a.mp4"} | fields)


MOO = EventLine(label="Cow moo", onset_s=0.8, offset_s=1.8)


@pytest.mark.parametrize(
    ("fields", "silent"),
    [
        ({}, False),
        ({"visible": ("cow",)}, False),
        ({"audible": ()}, True),
        ({"audible": (), "events": ()}, True),
        ({"audible": (), "events": (MOO,)}, False),
        ({"audible": ("cow mooing",)}, False),
        ({"events": ()}, False),  # a detector that found nothing is no word on silence
    ],
)
def test_only_an_empty_list_of_what_is_heard_means_silence(
    fields: dict[str, object], silent: bool
) -> None:
    assert description(a_clip(), [a_line(**fields)]).is_silent is silent


def test_each_thing_is_said_once_and_an_event_ends_with_its_clip() -> None:
    late = EventLine(label="Cow moo", onset_s=6.0, offset_s=6.45)
    line = a_line(events=(MOO, late), visible=("cow",), audible=("cow mooing",), source="film 7")
    told = description(a_clip(duration_s=6.4), [line, line])
    assert [event.offset_s for event in told.events] == [1.8, 6.4]
    assert [(thing.modality, thing.name) for thing in told.things] == [
        (Modality.VISUAL, "cow"),
        (Modality.AUDIO, "cow"),
    ]
    assert told.made_of == ("film 7",)


def test_news_are_what_is_not_stored_yet(workspace: Workspace) -> None:
    clip, clips = a_clip(), workspace.store.clips
    first = description(clip, [a_line(events=(MOO,), audio_caption="A cow.", audible=())])
    clips.add(clip, first.events, first.captions)
    assert first.events == (an_event(),)
    assert news(first, clip, clips).is_empty
    again = description(clip, [a_line(audio_caption="A cow."), a_line(audio_caption="It moos.")])
    assert [caption.text for caption in news(again, clip, clips).captions] == ["It moos."]
    silent = description(clip, [a_line(audible=())])
    assert silent == Description(is_silent=True)
    assert news(silent, clip, clips).is_empty  # an event says otherwise
    quiet = a_clip("q" * 16, "quiet")
    clips.add(quiet)
    assert news(silent, quiet, clips).is_silent
    clips.extend(quiet.id, is_silent=True)
    assert news(silent, quiet, clips).is_empty
    assert clips.silent() == {quiet.id}


@pytest.mark.parametrize(
    ("audible", "source"),
    [
        ("cow mooing", "cow"),
        ("woman speaking", "woman"),
        ("hens clucking", "hens"),
        ("siren", "siren"),
        ("vehicle horn", "vehicle horn"),
        ("typing", "typing"),
        ("tense music", "tense music"),
    ],
)
def test_what_is_heard_is_named_by_its_source(audible: str, source: str) -> None:
    assert sounding(audible) == source

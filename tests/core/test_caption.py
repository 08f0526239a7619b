"""Captions say something, and things are seen or heard."""

import pytest

from core.caption import Caption, Modality, Thing
from core.errors import BadRecord


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_an_empty_caption_is_refused_with_its_clip(text: str) -> None:
    with pytest.raises(BadRecord, match="audio caption of clip cow is empty"):
        Caption("cow", Modality.AUDIO, text)


@pytest.mark.parametrize(
    ("modality", "name"), [(Modality.AUDIOVISUAL, "cow"), (Modality.AUDIO, " ")]
)
def test_a_thing_is_named_and_either_seen_or_heard(modality: Modality, name: str) -> None:
    with pytest.raises(BadRecord, match="of clip field must be a thing seen or heard"):
        Thing("field", modality, name)

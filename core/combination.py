"""Which combinations of a picture and a sound are for training, for choosing and for reporting.

A model that has met every picture under every sound could know the pairs by heart. So for each of
ten demo clips, whose picture and sound belong together, three of the nine other sounds are kept
for the report and one for choosing settings; each clip is held out equally often as picture and
as sound.
"""

import hashlib

from core.clip import Split

CLEAR = (  # picture and sound belong together; an order shuffled once, on which the offsets rest
    "sheep-meadow",
    "cow-pasture",
    "toilet-flush",
    "owl-branch",
    "dog-rain",
    "white-duck",
    "fire-engine",
    "hens-rooster",
    "pig-grass",
    "cat-yarn",
)
UNSEEN = (  # sources that no model of ours is ever trained on
    "horses-hill",
    "goat-mountain",
    "blackbird-lawn",
    "train-city",
    "drum-kit",
    "kingfisher-voice",
    "macaw-quiet",
    "panda-applause",
)
OTHER = (  # the demo's remaining clips: their sounds are not of what is seen, or of many things
    "white-dogs-quiet",
    "jaguars-silent",
    "frogs-woman-cat",
    "cows-man-birds",
    "blackboard-talk",
    "screencast-hello",
    "bird-branch",
    "boulder-boom",
    "bunny-yawn",
    "log-crash",
    "squirrel-squeal",
)

# made of the same photograph or recording as a clear clip: held out together with it
_SAME_PICTURE = {"cows-man-birds": "cow-pasture"}
_SAME_SOUND = {"frogs-woman-cat": "cat-yarn"}

_TEST_OFFSETS = {2, 5, 7}  # of the sound after the picture, in the order of CLEAR
_VALIDATION_OFFSETS = {4}


def combination_split(video_name: str, audio_name: str) -> Split:
    """The part that the picture of one clip under the sound of another belongs to.

    Clips go by name; import lets nobody's clip but the demo's bear a name of the tables above, and
    no two clips the same one (annotation/clip_names.py). What holds an unseen source is TEST; a
    clip under its own sound is TRAIN; other people's clips fall into the parts by a hash of both
    names: a tenth each for TEST and VALIDATION.
    """
    names = {video_name, audio_name}
    if names & set(UNSEEN):
        return Split.TEST
    if video_name == audio_name:
        return Split.TRAIN
    picture = _SAME_PICTURE.get(video_name, video_name)
    sound = _SAME_SOUND.get(audio_name, audio_name)
    if {picture, sound} <= set(CLEAR):
        offset = (CLEAR.index(sound) - CLEAR.index(picture)) % len(CLEAR)
        return _part(offset in _TEST_OFFSETS, offset in _VALIDATION_OFFSETS)
    if names <= {*CLEAR, *OTHER}:
        return Split.TRAIN
    tenth = hashlib.sha256(f"{video_name}\n{audio_name}".encode()).digest()[0] * 10 // 256
    return _part(tenth == 0, tenth == 1)


def _part(is_test: bool, is_validation: bool) -> Split:
    if is_test:
        return Split.TEST
    return Split.VALIDATION if is_validation else Split.TRAIN

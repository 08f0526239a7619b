"""Another clip's sound under a picture, whose packets stay as they are."""

from pathlib import Path

from core.media.container import bad, drafted, keep
from core.media.fit import as_loud_as, looped, loudness_db
from core.media.mux import write_mp4
from core.media.probe import probe
from core.media.sound import sound as sound_of


def swap_sound(picture: Path, sound: Path, target: Path) -> None:
    """Write the picture of one clip over the sound of another; both are normalised files.

    The sound is repeated or cut to the picture's length and made as loud as the picture's own
    sound (-23 dB RMS where that is silent), but never so loud that it clips. The picture's packets
    are copied bit for bit. The target is whole or not there.
    """
    known = probe(picture)
    if not known.is_clean:
        raise bad(picture, "it is no playable clip yet", "Import it first.")
    own = sound_of(picture, known=known)
    fitted = as_loud_as(looped(sound_of(sound), own.shape[1]), loudness_db(own.mean(axis=0)))
    with drafted(target.parent) as draft:
        write_mp4(draft, picture, known, fitted)
        keep(draft, target)

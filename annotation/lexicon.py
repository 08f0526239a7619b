"""Words: which name the same thing, which name a sound, and who makes it.

The lists are ours; they were begun on the captions and labels of the demo clips and widened by the
everyday words of audio captions. A word that is missing makes a thing only itself.
"""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "mice": "mouse",
    "geese": "goose", "feet": "foot", "calves": "calf", "wolves": "wolf", "oxen": "ox",
    "leaves": "leaf", "spoke": "speak", "spoken": "speak", "sang": "sing", "sung": "sing",
    "rang": "ring", "blew": "blow", "said": "say", "told": "tell", "cried": "cry", "heard": "hear",
    "played": "play", "beaten": "beat", "ticktock": "tick",
}  # fmt: skip


def words(text: str) -> list[str]:
    """The words of a text in lower case, in their order."""
    return _WORD.findall(text.lower())


def stem(word: str) -> str:
    """The word without its ending: cow of cows, rustl of rustle, rustles and rustling."""
    word = _IRREGULAR.get(word, word).removesuffix("'s")
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and rest[-1] != "e" and re.search("[aeiouy]", rest):
            word = rest
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, text.split()))


_PLURALS = ("men", "women", "children", "people", "mice", "geese", "feet")
_SAME = {  # everyday names of one kind of source
    "cat": "kitten kitty", "dog": "puppy pup hound shepherd", "chicken": "hen rooster cock chick",
    "cow": "calf bull ox cattle", "horse": "foal pony mare colt", "sheep": "lamb ram ewe",
    "pig": "piglet hog", "woman": "lady", "man": "guy gentleman", "child": "kid toddler",
    "laugh": "laughter giggle chuckle", "cry": "sob weep", "motorcycle": "motorbike moped",
    "airplane": "aeroplane aircraft plane jet", "phone": "telephone cellphone",
    "rabbit": "bunny hare", "duck": "duckling mallard",
    "applause": "clap applaud", "speech": "speak talk voice say narrate conversation speaker",
    "music": "melody tune", "engine": "motor", "bell": "chime", "baby": "infant",
}  # fmt: skip
_KINDS = {  # the left word may be said of any of the right ones
    "bird": "chicken duck owl blackbird kingfisher lark macaw parrot pigeon goose robin sparrow "
    "eagle gull swan crow turkey",
    "rodent": "squirrel chinchilla mouse rat hamster",
    "person": "man woman boy girl child baby crowd audience singer speaker player",
    "vehicle": "car truck bus engine train motorcycle ambulance van tractor tram lorry",
    "insect": "bee fly cricket mosquito cicada",
}  # fmt: skip
_MAKERS = {  # what a picture must show for the sound to be expected
    "bark": "dog", "howl": "dog wolf", "meow": "cat", "purr": "cat", "moo": "cow", "quack": "duck",
    "cluck": "chicken", "crow": "chicken", "oink": "pig", "grunt": "pig", "snort": "pig horse",
    "neigh": "horse", "whinny": "horse", "bleat": "sheep goat", "baa": "sheep goat", "hoot": "owl",
    "chirp": "bird", "tweet": "bird", "coo": "pigeon", "croak": "frog", "buzz": "insect",
    "roar": "lion tiger engine", "siren": "engine ambulance police truck",
    "horn": "car truck bus train engine ship", "rev": "engine car motorcycle",
    "flush": "toilet", "tick": "clock", "ring": "bell phone", "rattle": "train",
    "rustle": "leaf", "footstep": "person man woman", "splash": "water",
    "speech": "person man woman", "laugh": "person man woman", "sing": "person man woman bird",
    "applause": "person audience crowd", "typing": "keyboard", "drum": "drummer",
    "music": "guitar piano violin drum band orchestra",
}  # fmt: skip

SOUND_NOUNS = _stems(  # a sound, not something that could be seen
    "sound noise music melody tune song speech voice talk conversation applause laughter cheer "
    "thump thud bang boom crash crack crackle creak squeak squeal squawk scratch rustle scrape "
    "chirp chime whack smack slap tap knock click clank clang clatter rattle rumble roar hum hiss "
    "buzz beep ring yawn footstep typing bark meow moo neigh bleat growl howl whistle cry shout "
    "scream yell whisper snore sneeze cough splash drip sizzle rain wind thunder storm breath "
    "silence chatter giggle gurgle echo patter phrase beat rhythm burp"
)
SOUND_VERBS = _stems(
    "moo meow purr cluck crow quack neigh whinny hoot grunt snort bleat baa oink bark howl growl "
    "roar chirp tweet coo croak squawk squeak squeal cackle gobble hiss buzz hum ring beep honk "
    "wail blast blare toot sing whistle chant narrate speak talk say shout yell scream whisper "
    "laugh giggle cry sob cough sneeze snore yawn burp applaud cheer chatter converse flush rattle "
    "rustle crackle creak rumble boom bang thump thud clatter clang clank clink click tick chime "
    "drip sizzle gurgle whir rev beat echo sound patter pop fizz vibrate"
)
SEEN_AND_HEARD = _stems("crash type knock clap strum play splash stomp hammer drum")  # verbs
SILENCE = frozenset({"silence", "silent", "quiet", "nothing", "noiseless"})
QUIET = frozenset(map(stem, SILENCE))  # the same as names() gives them
_PLAIN = frozenset(  # words that name nothing
    words("""
a an the this that these those some any each no not and or but nor so if then than as while until
when where after before again once twice of in on at by for from to into onto over under near
beside behind between along across through with without within around round down up out off away
back apart is are was were be been being has have had do does did can it its they their them he
his him she her who which what there here something someone nothing nobody one two three four five
six seven eight nine ten several many few more other both all black white grey gray red green blue
brown yellow orange purple pink pale scarlet dark bright golden big small large little tall short
long huge tiny thick thin young old empty animated loud soft quiet faint gentle steady steadily
tense low high sudden shrill playful cheerful heavy sharp dry wet wooden distant very together
close own main front side left right end edge times time hear heard seen visible shown picture
video audio clip background
""")
)


def _table(written: dict[str, str]) -> dict[str, frozenset[str]]:
    return {stem(key): _stems(value) for key, value in written.items()}


_CANONICAL = {same: name for name, sames in _table(_SAME).items() for same in sames}


def _inverted(table: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """By each right word, the left words that it stands with."""
    found: dict[str, set[str]] = {}
    for left, rights in table.items():
        for right in rights:
            found.setdefault(right, set()).add(left)
    return {right: frozenset(lefts) for right, lefts in found.items()}


def widened(found: frozenset[str]) -> frozenset[str]:
    """The names with the more general ones that may be said of the same things."""
    return found.union(*(_GENERAL.get(name, ()) for name in found))


_GENERAL = _inverted(_table(_KINDS))
_MADE_BY = _table(_MAKERS)
_SOUNDS_OF = _inverted(_MADE_BY)
_SOUNDS_OF_KIND = _inverted({sound: widened(by) - by for sound, by in _MADE_BY.items()})


def names(*texts: str) -> frozenset[str]:
    """What the texts name, in stems; names of one kind of source are one: cat for kittens."""
    found = (word for text in texts for word in words(text) if word not in _PLAIN)
    return frozenset(_CANONICAL.get(stem(word), stem(word)) for word in found)


def akin(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether a name of one may be said of something in the other: bird of a blackbird."""
    first, second = frozenset(one), frozenset(other)
    return bool(widened(first) & second or first & widened(second))


def expected(seen: frozenset[str]) -> frozenset[str]:
    """The sounds, by name, that somebody who sees these things would expect."""
    by_maker = (_SOUNDS_OF.get(name, frozenset()) for name in widened(seen))
    by_kind = (_SOUNDS_OF_KIND.get(name, frozenset()) for name in seen)
    return frozenset[str]().union(*by_maker, *by_kind)


def suggests(seen: frozenset[str], heard: frozenset[str]) -> bool:
    """Whether somebody who sees these things would expect one of these sounds or sources."""
    return akin(seen, heard) or bool(expected(seen) & heard)


def head(name: str) -> str:
    """The word that the name turns on: man of "man with headphones"; empty of an empty name."""
    before = re.split(r"\b(?:of|with|in|on|at|from|over)\b", name.lower())[0]
    found = words(before) or words(name)
    return found[-1] if found else ""


def is_source(name: str) -> bool:
    """Whether the name is of something that could be seen, not of a sound alone."""
    return bool(name) and stem(head(name)) not in SOUND_NOUNS


def names_sound(word: str) -> bool:
    """Whether the word, as a noun, is of a sound: music, thumps, tick-tock."""
    return _one_of(word, SOUND_NOUNS)


def is_sounding(word: str) -> bool:
    """Whether the word, as a verb, makes a sound: moos, barking, tick-tock."""
    return _one_of(word, SOUND_VERBS | SEEN_AND_HEARD)


def is_plain(word: str) -> bool:
    """Whether the word names nothing: an article, a colour, a size, a preposition."""
    return word.lower() in _PLAIN


def is_plural(name: str) -> bool:
    """Whether a verb after the name says "are"."""
    word = head(name)
    return word in _PLURALS or (word.endswith("s") and not word.endswith(("ss", "us", "is")))


def _one_of(word: str, stems: frozenset[str]) -> bool:
    return not is_plain(word) and any(stem(part) in stems for part in words(word))

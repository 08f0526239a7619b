"""Which sounds somebody who sees a thing may take for its own, beyond the words they share.

Wider than what a thing is expected to do: a man who is only seen may be taken for the woman who is
heard. So whatever is seen of one row makes whatever is heard of it no foreign sound. The rows are
ours; they follow the everyday labels of AudioSet (doi:10.1109/ICASSP.2017.7952261).
"""

from collections.abc import Iterator

from annotation.lexicon import names, suggests, widened

_PEOPLE = (
    "person people man woman boy girl child baby lady crowd audience singer speaker player "
    "choir drummer guitarist pianist violinist cellist flutist musician conductor dancer "
    "teacher student worker driver rider cyclist chef cook athlete soldier policeman officer "
    "reporter presenter host comedian actor actress bride groom couple family team face human "
    "adult teenager runner swimmer skater hiker farmer fisherman carpenter mechanic customer "
    "passenger"
)
_PLAYED = (
    "music song instrument guitar piano violin cello bass drum cymbal tambourine flute trumpet "
    "trombone saxophone clarinet harp organ accordion banjo ukulele mandolin sitar harmonica "
    "keyboard synthesizer orchestra band choir xylophone marimba bagpipe"
)
# what is seen : what is heard; rows end with a semicolon
_TOGETHER = """
PEOPLE : PEOPLE speech laugh cry sing song rap hum whistle chant shout yell scream whisper cough
sneeze sniff snore breath gasp sigh groan grunt burp hiccup yawn chew bite clap applause cheer boo
footstep walk run chatter babble whoop finger heart;
PLAYED musician guitarist pianist drummer violinist cellist flutist concert stage conductor singer
radio stereo loudspeaker turntable record : PLAYED strum sing melody;
vehicle car truck bus van tractor motorcycle ambulance train tram engine lorry taxi scooter road
street highway traffic race garage : vehicle car truck bus motorcycle engine traffic rev idle
accelerate horn honk siren skid tire brake drive ambulance police alarm;
train railway rail subway metro station track tram locomotive : train rail railroad subway horn
whistle rattle clickety clack wheel;
airplane helicopter drone airport runway propeller : airplane helicopter engine propeller rotor
fly;
boat ship motorboat sailboat canoe kayak harbor harbour ferry : boat ship motorboat engine horn
water wave splash row;
beach ocean sea shore coast wave surf surfer lake river stream creek brook waterfall fountain pool
water boat ship swimmer aquarium pond harbor : ocean sea wave surf water splash stream waterfall
gurgle trickle bubble lap;
tap faucet sink bath bathtub shower toilet kettle pot glass bottle dishwasher hose puddle : water
splash drip pour fill trickle gurgle flush boil steam tap faucet bathtub sink;
rain storm umbrella puddle lightning cloud window : rain raindrop storm thunder thunderstorm wind;
tree forest leaf grass field flag sail : wind rustle leaf;
fire fireplace bonfire campfire candle stove smoke : fire crackle burn sizzle;
firework gun rifle cannon soldier tank explosion : firework firecracker gunshot gunfire cannon
artillery explosion bang boom burst;
church tower bell clock bicycle cowbell : bell church ring chime toll tick alarm jingle;
phone office desk : phone ringtone ring dial alarm beep;
door gate house cupboard drawer : door doorbell knock slam squeak creak ring bell;
computer laptop keyboard typewriter desk : typing type typewriter keyboard click mouse;
drill saw chainsaw hammer tool sander workshop machine lawnmower mower blender mixer vacuum dryer
microwave fan printer factory carpenter mechanic worker : drill saw chainsaw hammer tool sand
machine lawnmower mower engine blender mixer vacuum dryer microwave beep buzz hum fan printer whir
mechanical;
kitchen pan knife plate dish cutlery fork spoon chef : dish pot pan cutlery silverware chop fry
sizzle clatter clink chew;
dog puppy wolf fox coyote : bark yip howl growl whimper bow wow pant dog wolf canine;
cat lion tiger leopard jaguar cheetah panther : meow purr hiss caterwaul growl roar cat;
horse donkey mule zebra carriage : neigh whinny snort clop gallop trot horse hoof donkey;
cow bull sheep goat : cowbell livestock;
bird crow raven owl parrot eagle pigeon sparrow robin seagull duck goose swan chicken rooster
turkey penguin nest tree : bird chirp tweet squawk caw coo hoot screech sing song whistle quack
honk cluck gobble crow flap;
insect bee fly mosquito cricket cicada beehive wasp flower : insect buzz bee wasp fly mosquito
cricket cicada;
frog toad pond swamp : frog croak;
snake : snake hiss rattle;
mouse rat rodent hamster squirrel : mouse rodent squeak patter gnaw;
whale dolphin : whale dolphin click sing;
camera photographer : camera shutter click;
basketball ball court : bounce basketball thump
"""


def _rows(written: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    for row in written.replace("PEOPLE", _PEOPLE).replace("PLAYED", _PLAYED).split(";"):
        seen, heard = row.split(":")
        yield names(seen), names(heard)


_ROWS = tuple(_rows(_TOGETHER))


def may_sound(seen: frozenset[str], heard: frozenset[str]) -> bool:
    """Whether one of these sounds or sources may be taken for one of what is seen.

    Both are names as lexicon.names gives them.
    """
    shown = widened(seen)
    in_row = any(shown & row_seen and heard & row_heard for row_seen, row_heard in _ROWS)
    return in_row or suggests(seen, heard)

// The keys of the player; held keys repeat where that makes sense.
import { bind, showKeys } from './hotkeys.js';

// They do nothing while there is no clip, or the player cannot be seen. Returns what takes them back.
export function bindPlayer(player) {
  const shown = (run) => (event) => player.sample && player.element.offsetParent !== null && run(event);
  const held = { repeats: true };
  const playing = bind('Playing', {
    ' ': ['Play or pause', shown(() => player.toggle())],
    j: ['One second back, forward', shown(() => player.skip(-1)), held],
    l: ['One second back, forward', shown(() => player.skip(1)), held],
    ',': ['One frame back, forward', shown(() => player.stepFrame(-1)), held],
    '.': ['One frame back, forward', shown(() => player.stepFrame(1)), held],
    '[': ['Previous, next event', shown(() => player.skipEvent(-1))],
    ']': ['Previous, next event', shown(() => player.skipEvent(1))],
    r: ['Loop the event', shown(() => player.toggleLoop())],
    s: ['Original or swapped sound', shown(() => player.setTrack(player.track === 'swapped' ? 'original' : 'swapped'))],
    '-': ['Slower, faster', shown(() => player.stepRate(-1))],
    '=': ['Slower, faster', shown(() => player.stepRate(1))],
    g: ['Waveform or spectrogram', shown(() => player.toggleSpectrogram())],
    m: ['Sound on or off', shown(() => player.toggleMute())],
  });
  const listed = bind('Page', { '?': ['These keys', showKeys] });
  return () => { playing(); listed(); };
}

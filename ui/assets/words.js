// Numbers, moments and states as people say them.
import { h, icon } from './dom.js';

const SIGNS = { waiting: 'wait', running: 'play', stopping: 'wait', stopped: 'pause', finished: 'check', failed: 'cross', lost: 'broken', discarded: 'bin' };

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

export const percent = (share, digits = 0) => `${(100 * share).toFixed(digits)} %`;

// "14:05" today, "3 Nov, 14:05" before.
export function when(iso) {
  if (!iso) return 'some time ago';
  const moment = new Date(iso);
  const clock = moment.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (moment.toDateString() === new Date().toDateString()) return clock;
  return `${moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}, ${clock}`;
}

// "45 s", "2 min 05 s", "3 h 20 min"
export function lasting(time_s) {
  const whole = Math.max(0, Math.round(time_s));
  const two = (number) => String(number).padStart(2, '0');
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor(whole / 60) % 60)} min`;
}

// A run's state by shape, word and colour.
export const stateOf = ({ state, word }) => h('span', { class: 'sc-state', 'data-state': state }, icon(SIGNS[state]), word);

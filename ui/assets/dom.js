// Elements made in one call, and the few pictures on buttons; text always stays text.

const ICONS = {
  play: 'M8 5.1v13.8a.6.6 0 0 0 .9.5l11-6.9a.6.6 0 0 0 0-1L8.9 4.6A.6.6 0 0 0 8 5.1z',
  pause: 'M7 5h3.5v14H7zM13.5 5H17v14h-3.5z',
  loop: 'M17 3l4 4-4 4V8H7a2 2 0 0 0-2 2v1H3v-1a4 4 0 0 1 4-4h10V3zM7 21l-4-4 4-4v3h10a2 2 0 0 0 2-2v-1h2v1a4 4 0 0 1-4 4H7v3z',
  spectrogram: 'M4 20V10h2v10H4zm4 0V4h2v16H8zm4 0v-8h2v8h-2zm4 0V7h2v13h-2zm4 0v-5h2v5h-2z',
  sound: 'M4 9v6h4l5 4.5V4.5L8 9H4zm12.5 3a4 4 0 0 0-2-3.5v7a4 4 0 0 0 2-3.5zm-2-7.8v2.1a6 6 0 0 1 0 11.4v2.1a8 8 0 0 0 0-15.6z',
  muted: 'M4 9v6h4l5 4.5V4.5L8 9H4zm16.9.5-1.4-1.4L17 10.6l-2.5-2.5-1.4 1.4 2.5 2.5-2.5 2.5 1.4 1.4 2.5-2.5 2.5 2.5 1.4-1.4-2.5-2.5z',
  swap: 'M8 4 3.5 8.5 8 13V10h9V7H8V4zm8 7v3H7v3h9v3l4.5-4.5L16 11z',
  check: 'M9.5 16.2 5.3 12l-1.5 1.5 5.7 5.7L20.7 8l-1.5-1.5z',
  cross: 'M18.3 7.1 16.9 5.7 12 10.6 7.1 5.7 5.7 7.1 10.6 12l-4.9 4.9 1.4 1.4 4.9-4.9 4.9 4.9 1.4-1.4-4.9-4.9z',
  wrench: 'M21 7.5a5 5 0 0 1-6.6 4.7l-7.3 7.3a2.1 2.1 0 0 1-3-3l7.3-7.3A5 5 0 0 1 18 3.1l-3 3 .5 2.4 2.4.5 3-3c.1.5.1 1 .1 1.5z',
  skip: 'M5 5v14l9-7-9-7zm11 0h3v14h-3z',
  undo: 'M8 5 3 10l5 5v-3.5h6a3.5 3.5 0 0 1 0 7H8v2.5h6a6 6 0 0 0 0-12H8V5z',
  link: 'M9.5 14.5 14.5 9.5M11 6.5l1.8-1.8a4.2 4.2 0 0 1 6 6L17 12.5M13 17.5l-1.8 1.8a4.2 4.2 0 0 1-6-6L7 11.5',
  keys: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8',
  theme: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2v14a7 7 0 0 0 0-14z',
  copy: 'M8 3h11v13h-2V5H8V3zM5 7h10v14H5V7zm2 2v10h6V9H7z',
  wait: 'M6 3h12v4l-4 5 4 5v4H6v-4l4-5-4-5V3zm2 2v1.3L12 11l4-4.7V5H8z',
  broken: 'M12 3 2 20h20L12 3zm-1 6h2v5h-2V9zm0 6.5h2v2h-2v-2z',
  frameBack: 'M6 5h2.5v14H6zM18 5.6v12.8a.6.6 0 0 1-1 .5l-7.600-6.400a.6.6 0 0 1 0-1L17 5.100a.6.6 0 0 1 1 .5z',
  frameOn: 'M15.500 5H18v14h-2.500zM6 5.600v12.800a.6.6 0 0 0 1 .5l7.600-6.400a.6.6 0 0 0 0-1L7 5.100a.6.6 0 0 0-1 .5z',
  eventBack: 'M3 6h2v12H3zM11 7l-5 5 5 5v-3.500h9v-3h-9z',
  eventOn: 'M19 6h2v12h-2zM13 7l5 5-5 5v-3.500H4v-3h9z',
  bin: 'M9 3h6l1 2h4v2H4V5h4l1-2zM6 9h12l-1 12H7L6 9z',
  share: 'M12 3l5 5h-3.5v7h-3V8H7l5-5zM5 13h2v6h10v-6h2v8H5v-8z',
};
const STROKED = new Set(['link', 'keys']);

// h('button', {class: 'x', onclick: run, 'aria-label': 'Play'}, 'text', child, …)
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

export function icon(name) {
  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  picture.setAttribute('viewBox', '0 0 24 24');
  picture.setAttribute('aria-hidden', 'true');
  picture.setAttribute('class', STROKED.has(name) ? 'sc-icon sc-stroked' : 'sc-icon');
  path.setAttribute('d', ICONS[name]);
  path.setAttribute('fill-rule', 'evenodd');
  picture.append(path);
  return picture;
}

// The key that does what a button does, as a small cap on it; hidden where there is no keyboard.
// It is drawn from an attribute, so that it is no part of what the button says.
export const cap = (key) => h('kbd', { class: 'sc-cap', 'data-key': key, 'aria-hidden': 'true' });

export const seconds = (time, digits = 1) => Math.max(0, time).toFixed(digits);

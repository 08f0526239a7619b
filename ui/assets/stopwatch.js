// How long a pair was looked at: only time in which the page could be seen counts.

export class Stopwatch {
  constructor(seconds = 0) {
    this.before = seconds;
    this.since = performance.now();
    this.isSeen = document.visibilityState === 'visible';
  }

  // Seconds so far; called whenever the page is hidden or shown, and when somebody wants to know.
  read() {
    const now = performance.now();
    if (this.isSeen) this.before += (now - this.since) / 1000;
    this.since = now;
    this.isSeen = document.visibilityState === 'visible';
    return this.before;
  }
}

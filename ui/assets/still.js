// The last frame of one file, held over the video until the next file shows its own.
import { h } from './dom.js';

export class Still {
  constructor(video) {
    this.video = video;
    this.element = h('canvas', { class: 'sc-still', hidden: true, 'aria-hidden': 'true' });
  }

  // time_s is where the next file begins; until it has come there it may show its very first frame.
  hold(time_s, fps) {
    const { element, video } = this;
    if (!video.videoWidth) return;
    element.width = video.videoWidth;
    element.height = video.videoHeight;
    element.getContext('2d').drawImage(video, 0, 0);
    element.hidden = false;
    const look = (_now, { mediaTime }) => {
      if (mediaTime > time_s - 2 / fps) this.release();
      else video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
  }

  release() {
    this.element.hidden = true;
  }
}

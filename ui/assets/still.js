// The last frame of one file, held over the video until the next file shows its own.
import { h } from './dom.js';

export class Still {
  constructor(video) {
    this.video = video;
    this.element = h('canvas', { class: 'sc-still', hidden: true, 'aria-hidden': 'true' });
  }

  hold() {
    const { element, video } = this;
    if (!video.videoWidth) return;
    element.width = video.videoWidth;
    element.height = video.videoHeight;
    element.getContext('2d').drawImage(video, 0, 0);
    element.hidden = false;
    video.requestVideoFrameCallback(() => this.release());
  }

  release() {
    this.element.hidden = true;
  }
}

/** A button that brings a file, says how much of it has come, and what went wrong. */
import { html, nothing } from 'lit';
import { Problem } from '../common/api.js';
import { icon } from '../common/icons.js';
import { number, say, t } from '../common/text.js';
import { BOUND, BrokenOff, TooLarge, download } from './download.js';
import { Part } from './part.js';
import { problemNotice, problemOf } from './problems.js';

say({
  'download.coming': ['받는 중 {size} KB', 'Coming: {size} kB'],
  'download.there': ['파일을 모두 받았습니다.', 'The file is there, all of it.'],
  'download.large': [
    '이 브라우저는 {bound} MB가 넘는 파일을 바로 저장할 수 없습니다. 조건을 좁히거나, 파일 저장을 지원하는 브라우저(Chrome, Edge)를 쓰십시오.',
    'This browser can’t write a file of more than {bound} MB as it comes. Narrow the filters, or use one that can (Chrome, Edge).',
  ],
  'download.broken': [
    '전송이 중간에 끊겨 파일을 버렸습니다. 끝까지 받은 파일만 완전합니다. 다시 받으십시오.',
    'It broke off, and what had come was left out: only a file that came to its end is whole. Try again.',
  ],
});

class DownloadButton extends Part {
  static properties = { path: {}, file: {}, label: {}, bytes: { state: true }, told: { state: true } };

  constructor() {
    super();
    this.path = '';
    this.file = '';
    this.label = '';
    /** @type {number | null} how many have come; null if nothing is under way */
    this.bytes = null;
    /** @type {unknown} how it ended */
    this.told = undefined;
  }

  render() {
    return html`
      <div class="stack tight">
        <div>
          <button type="button" class="button" ?disabled=${this.bytes !== null} @click=${this.get}>
            ${icon('down')}
            ${this.label}
          </button>
        </div>
        <p class="small soft" role="status">
          ${this.bytes !== null ? t('download.coming', { size: number(Math.round(this.bytes / 1000)) }) : this.told === true ? t('download.there') : nothing}
        </p>
        ${this.trouble()}
      </div>
    `;
  }

  trouble() {
    if (this.told instanceof Problem) {
      return problemNotice(this.told);
    }
    if (this.told instanceof TooLarge) {
      return html`<p class="notice bad" role="alert">${t('download.large', { bound: BOUND / 1024 / 1024 })}</p>`;
    }
    return this.told instanceof BrokenOff ? html`<p class="notice bad" role="alert">${t('download.broken')}</p>` : nothing;
  }

  async get() {
    this.told = undefined;
    this.bytes = 0;
    let shown = 0;
    try {
      const wanted = await download(this.path, this.file, (bytes) => {
        // A screen reader is not told of every piece.
        if (bytes - shown > 1_000_000) {
          this.bytes = shown = bytes;
        }
      });
      this.told = wanted;
    } catch (e) {
      this.told = e instanceof TooLarge || e instanceof BrokenOff ? e : problemOf(e);
    } finally {
      this.bytes = null;
    }
  }
}

customElements.define('download-button', DownloadButton);

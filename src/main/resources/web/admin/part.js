/** What the parts of this page have in common: they speak the language that is chosen, and end what they have begun. */
import { LitElement } from 'lit';
import { onLanguage } from '../common/text.js';

export class Part extends LitElement {
  constructor() {
    super();
    /** @type {(() => void)[]} */
    this.endings = [];
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.whileHere(onLanguage(() => this.requestUpdate()));
    this.arrive();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.endings.splice(0).forEach((end) => end());
  }

  /** It has come to be seen. */
  arrive() {}

  /** @param {() => void} end of something that goes on while this is seen */
  whileHere(end) {
    this.endings.push(end);
  }

  /**
   * Now, and again and again while somebody can look.
   *
   * @param {number} millis
   * @param {() => unknown} task
   */
  every(millis, task) {
    const look = () => {
      if (document.visibilityState === 'visible') {
        void task();
      }
    };
    look();
    const timer = setInterval(look, millis);
    document.addEventListener('visibilitychange', look);
    this.whileHere(() => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    });
  }
}

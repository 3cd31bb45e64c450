/** What the parts of this page have beside that of both pages: they end what they have begun. */
import { Part as CommonPart } from '../common/part.js';

export class Part extends CommonPart {
  constructor() {
    super();
    /** @type {(() => void)[]} */
    this.endings = [];
  }

  connectedCallback() {
    super.connectedCallback();
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

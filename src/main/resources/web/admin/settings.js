/** How the office is set: read once it is asked for, and taken for strict until it is known. */
import { read } from '../common/api.js';
import { Changing } from '../common/part.js';

/** After so long it is asked again if it was not told; in milliseconds. */
const AGAIN = 5_000;

class Settings extends Changing {
  #twoPersons = true;
  #asked = false;

  /** Whether who has entered something can't confirm it. */
  get twoPersons() {
    return this.#twoPersons;
  }

  /** Asks for them, unless they are known. */
  async know() {
    if (this.#asked) {
      return;
    }
    this.#asked = true;
    try {
      const { twoPersons } = /** @type {OfficeSettings} */ (await read('/admin/settings'));
      this.#twoPersons = twoPersons;
      this.changed();
    } catch (e) {
      console.warn('it is not known yet how the office is set', e); // a node of an earlier release does not tell
      setTimeout(() => {
        this.#asked = false;
        void this.know();
      }, AGAIN);
    }
  }
}

export const settings = new Settings();

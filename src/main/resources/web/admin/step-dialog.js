/**
 * A step that somebody takes: what will happen is said first, what it needs is asked for, and what can't be undone takes
 * a name that is typed. What comes of it is seen in the same place: nothing closes before it is known.
 */
import { html, nothing } from 'lit';
import { Problem } from '../common/api.js';
import { say, t } from '../common/text.js';
import { fromField } from './moments.js';
import { Part } from './part.js';
import { isUnknown, problemNotice, problemOf } from './problems.js';

say({
  'step.cancel': ['그만두기', 'Don’t'],
  'step.close': ['닫기', 'Close'],
  'step.running': ['처리하는 중입니다. 창을 닫지 마십시오.', 'It is being done. Please wait.'],
  'step.again': ['같은 요청 다시 보내기', 'Send the same again'],
  'step.missing': ['입력해야 합니다.', 'This is needed.'],
  'step.pick': ['하나 이상 골라야 합니다.', 'Choose at least one.'],
  'step.final': ['되돌릴 수 없습니다.', 'This can’t be undone.'],
  'step.typed': ['계속하려면 다음을 그대로 입력하십시오: {word}', 'To go on, type: {word}'],
  'step.typed-wrong': ['입력한 내용이 다릅니다. 그대로 입력하십시오: {word}', 'That is something else. Type it as it stands: {word}'],
  'step.optional': ['(선택)', '(optional)'],
});

/**
 * @param {Step} step
 * @returns {Promise<any>} what was answered; undefined if it was not taken
 */
export function take(step) {
  return new Promise((resolve) => {
    const dialog = /** @type {StepDialog} */ (document.createElement('step-dialog'));
    dialog.step = step;
    dialog.done = (answer) => {
      dialog.querySelector('dialog')?.close(); // gives the focus back
      dialog.remove();
      resolve(answer);
    };
    document.body.append(dialog);
  });
}

class StepDialog extends Part {
  static properties = {
    running: { state: true },
    problem: { state: true },
    values: { state: true },
    wrong: { state: true },
  };

  constructor() {
    super();
    /** @type {Step} */
    this.step = { title: '', says: () => [], act: '', run: async () => undefined };
    /** @type {(answer: unknown) => void} */
    this.done = () => {};
    /** @type {StepValues} */
    this.values = {};
    /** @type {Record<string, string>} */
    this.wrong = {};
    /** @type {Problem | null} */
    this.problem = null;
    this.running = false;
  }

  arrive() {
    for (const { name, value, kind } of this.step.fields ?? []) {
      this.values[name] = value ?? (kind === 'several' ? [] : '');
    }
  }

  firstUpdated() {
    this.querySelector('dialog')?.showModal();
  }

  render() {
    const { step } = this;
    const typed = step.typed?.(this.values);
    const unknown = this.problem !== null && isUnknown(this.problem);
    return html`
      <dialog aria-labelledby="step-title" @cancel=${this.cancelled} @close=${() => this.done(undefined)}>
        <form class="stack" novalidate @submit=${this.submitted}>
          <h2 id="step-title">${step.title}</h2>
          <ul class="says">
            ${step.says(this.values).map((line) => html`<li>${line}</li>`)}
          </ul>
          ${(step.fields ?? []).map((field) => this.field(field))} ${typed ? this.typing(typed) : nothing}
          ${this.problem ? problemNotice(this.problem, undefined, unknown ? t('problem.unknown-done') : undefined) : nothing}
          <p role="status" class="soft small">${this.running ? t('step.running') : nothing}</p>
          <div class="row apart">
            <button type="button" class="button" ?disabled=${this.running} @click=${() => this.done(undefined)}>
              ${this.problem ? t('step.close') : t('step.cancel')}
            </button>
            <button type="submit" class="button ${step.danger ? 'danger' : 'first'}" ?disabled=${this.running}>
              ${unknown ? t('step.again') : step.act}
            </button>
          </div>
        </form>
      </dialog>
    `;
  }

  /** @param {StepField} field */
  field(field) {
    const id = `step-${field.name}`;
    const error = this.wrong[field.name];
    const described = [field.hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || nothing;
    const label = html`${field.label}${field.needed ? nothing : html` <span class="soft">${t('step.optional')}</span>`}`;
    const after = html`
      ${field.hint ? html`<p class="soft small" id="${id}-hint">${field.hint}</p>` : nothing}
      ${error ? html`<p class="error" id="${id}-error">${error}</p>` : nothing}
    `;
    const typed = (/** @type {Event} */ e) =>
      this.enter(field.name, /** @type {HTMLInputElement} */ (e.target).value);
    switch (field.kind) {
      case 'several':
      case 'one':
        return html`<fieldset class="field" aria-describedby=${described}>
          <legend>${label}</legend>
          <div class="chips">
            ${field.choices?.map(
              (choice) => html`<label class="chip"
                ><input
                  type=${field.kind === 'one' ? 'radio' : 'checkbox'}
                  name=${field.name}
                  aria-invalid=${error ? 'true' : nothing}
                  .checked=${[this.values[field.name]].flat().includes(choice.value)}
                  @change=${() => this.pick(field, choice.value)}
                /><span>${choice.label}</span></label
              >`,
            )}
          </div>
          ${after}
        </fieldset>`;
      case 'long':
        return html`<div class="field">
          <label for=${id}>${label}</label>
          <textarea
            id=${id}
            rows="3"
            maxlength="500"
            aria-required=${field.needed ? 'true' : nothing}
            aria-invalid=${error ? 'true' : nothing}
            aria-describedby=${described}
            .value=${String(this.values[field.name])}
            @input=${typed}
          ></textarea>
          ${after}
        </div>`;
      default:
        return html`<div class="field">
          <label for=${id}>${label}</label>
          <input
            id=${id}
            type=${field.kind === 'moment' ? 'datetime-local' : 'text'}
            step=${field.kind === 'moment' ? '1' : nothing}
            maxlength="500"
            autocomplete="off"
            aria-required=${field.needed ? 'true' : nothing}
            aria-invalid=${error ? 'true' : nothing}
            aria-describedby=${described}
            .value=${String(this.values[field.name])}
            @input=${typed}
          />
          ${after}
        </div>`;
    }
  }

  /** @param {string} word */
  typing(word) {
    const error = this.wrong['#typed'];
    return html`<div class="field">
      <label for="step-typed">${t('step.final')} ${t('step.typed', { word })}</label>
      <input
        id="step-typed"
        type="text"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        aria-required="true"
        aria-invalid=${error ? 'true' : nothing}
        aria-describedby=${error ? 'step-typed-error' : nothing}
      />
      ${error ? html`<p class="error" id="step-typed-error">${error}</p>` : nothing}
    </div>`;
  }

  /**
   * @param {string} name
   * @param {string | string[]} value
   */
  enter(name, value) {
    this.values = { ...this.values, [name]: value };
    this.problem = null;
  }

  /**
   * @param {StepField} field
   * @param {string} value
   */
  pick(field, value) {
    const before = [this.values[field.name]].flat();
    const several = before.includes(value) ? before.filter((other) => other !== value) : [...before, value];
    this.enter(field.name, field.kind === 'one' ? value : several);
  }

  /** @param {Event} event */
  cancelled(event) {
    if (this.running) {
      event.preventDefault();
    }
  }

  /** @param {Event} event */
  submitted(event) {
    event.preventDefault();
    if (!this.running) {
      this.wrong = this.check();
      if (Object.keys(this.wrong).length === 0) {
        void this.run();
      } else {
        void this.toFirstWrong();
      }
    }
  }

  async toFirstWrong() {
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector('[aria-invalid="true"]'))?.focus();
  }

  check() {
    /** @type {Record<string, string>} */
    const wrong = {};
    for (const { name, needed, kind, wrong: wrongOf } of this.step.fields ?? []) {
      const value = this.values[name];
      const told = wrongOf?.(String(value));
      if (told) {
        wrong[name] = told;
      }
      if (needed && (typeof value === 'string' ? value.trim() === '' : value.length === 0)) {
        wrong[name] = kind === 'several' || kind === 'one' ? t('step.pick') : t('step.missing');
      }
    }
    const word = this.step.typed?.(this.values);
    const typed = /** @type {HTMLInputElement | null} */ (this.querySelector('#step-typed'))?.value ?? '';
    if (word && typed.trim().normalize() !== word.normalize()) {
      wrong['#typed'] = t('step.typed-wrong', { word });
    }
    return wrong;
  }

  async run() {
    this.running = true;
    this.problem = null;
    try {
      this.done((await this.step.run(this.entered())) ?? null);
    } catch (e) {
      this.problem = problemOf(e);
      this.take(this.problem);
    } finally {
      this.running = false;
    }
    await this.updateComplete;
    this.querySelector('.notice')?.scrollIntoView({ block: 'nearest' });
  }

  /** What the API says of a field stands at the field. @param {Problem} problem */
  take(problem) {
    const names = (this.step.fields ?? []).map((field) => field.name);
    for (const { pointer, detail } of problem.body.errors ?? []) {
      const name = pointer?.split('/')[1];
      if (name && names.includes(name)) {
        this.wrong = { ...this.wrong, [name]: detail };
      }
    }
  }

  entered() {
    /** @type {StepValues} */
    const entered = {};
    for (const { name, kind } of this.step.fields ?? []) {
      const value = this.values[name];
      entered[name] = kind === 'moment' ? fromField(String(value)) : typeof value === 'string' ? value.trim() : value;
    }
    return entered;
  }
}

customElements.define('step-dialog', StepDialog);

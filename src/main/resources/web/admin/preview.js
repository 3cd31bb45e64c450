/** A dry run: what a match would come to if it ended so. Nothing is changed by it. */
import { html, nothing } from 'lit';
import { exactTime, say, t } from '../common/text.js';
import { Part } from './part.js';
import { poolResult } from './pool-result.js';
import { Reading } from './reading.js';
import { parameters } from './route.js';
import './download-button.js';

say({
  'dry.title': ['모의 정산', 'Dry run'],
  'dry.says': ['경기가 이렇게 끝난다면 어떻게 지급되는지 지금 집계로 계산합니다. 아무것도 바뀌지 않습니다.', 'What the match would come to if it ended so, with its totals as they are now. Nothing is changed.'],
  'dry.how': ['가정', 'Suppose'],
  'dry.void': ['경기 무효', 'It is void'],
  'dry.run': ['계산', 'Work it out'],
  'dry.none': ['승리 팀을 하나 이상 고르거나 경기 무효를 고르십시오.', 'Choose who wins, or that it is void.'],
  'dry.not-final': ['집계가 확정되지 않아 숫자가 바뀔 수 있습니다. {at} 현재', 'The totals are not final: this can still change. As of {at}'],
  'dry.final': ['확정된 집계로 계산했습니다. 늦게 산 투표권은 정산할 때 빠질 수 있습니다.', 'With final totals. Tickets that are late may still leave the pool.'],
  'dry.csv': ['예상 이체 내역(CSV)', 'Movements that would follow (CSV)'],
  'dry.csv-later': ['예상 이체 내역은 집계가 확정된 뒤에 받을 수 있습니다.', 'The movements can be had once the totals are final.'],
});

class MatchPreview extends Part {
  static properties = { match: { attribute: false }, winners: { state: true }, void: { state: true }, wrong: { state: true } };

  constructor() {
    super();
    /** @type {Match} */
    this.match = /** @type {any} */ (undefined);
    /** @type {string[]} */
    this.winners = [];
    this.void = false;
    this.wrong = false;
    /** What was supposed when it was asked. */
    this.asked = '';
    /** @type {Reading<SettlementPreview>} */
    this.preview = new Reading(this, () => `${this.path()}?${this.asked}`);
  }

  path() {
    return `/admin/matches/${encodeURIComponent(this.match.matchId)}/settlement/preview`;
  }

  render() {
    return html`<section class="card stack" aria-labelledby="dry">
      <h2 id="dry">${t('dry.title')}</h2>
      <p class="soft">${t('dry.says')}</p>
      <form class="stack" novalidate @submit=${this.submitted}>
        <fieldset class="field" aria-describedby=${this.wrong ? 'dry-error' : nothing}>
          <legend>${t('dry.how')}</legend>
          <div class="chips">
            ${this.match.teams.map(
              ({ code, name }) => html`<label class="chip"
                ><input type="checkbox" .checked=${this.winners.includes(code)} @change=${() => this.toggle(code)} /><span>${name}</span></label
              >`,
            )}
            <label class="chip"
              ><input type="checkbox" .checked=${this.void} @change=${this.toggleVoid} /><span>${t('dry.void')}</span></label
            >
          </div>
          ${this.wrong ? html`<p class="error" id="dry-error" role="alert">${t('dry.none')}</p>` : nothing}
        </fieldset>
        <div><button type="submit" class="button">${t('dry.run')}</button></div>
      </form>
      ${this.asked ? this.preview.show((preview) => this.shown(preview)) : nothing}
    </section>`;
  }

  /** @param {SettlementPreview} preview */
  shown(preview) {
    return html`<div class="stack" role="status">
      <p class="notice ${preview.final ? '' : 'wait'}">
        ${preview.final ? t('dry.final') : t('dry.not-final', { at: exactTime(preview.updatedAt ?? this.preview.at) })}
      </p>
      ${poolResult(preview.result, this.match.teams, preview.tickets)}
      ${preview.final
        ? html`<download-button
            .path=${`${this.path()}/movements.csv?${this.asked}`}
            .file=${`${this.match.matchId}-movements.csv`}
            .label=${t('dry.csv')}
          ></download-button>`
        : html`<p class="soft small">${t('dry.csv-later')}</p>`}
    </div>`;
  }

  /** @param {string} code */
  toggle(code) {
    this.winners = this.winners.includes(code) ? this.winners.filter((other) => other !== code) : [...this.winners, code];
    this.void = false;
  }

  toggleVoid() {
    this.void = !this.void;
    this.winners = [];
  }

  /** @param {Event} event */
  submitted(event) {
    event.preventDefault();
    this.wrong = !this.void && this.winners.length === 0;
    if (!this.wrong) {
      this.asked = parameters(this.void ? { void: 'true' } : { winners: this.winners.join(',') });
      this.preview.forget();
      void this.preview.again();
    }
  }
}

customElements.define('match-preview', MatchPreview);

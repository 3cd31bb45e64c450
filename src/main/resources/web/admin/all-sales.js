/** Whether the sales of all matches are suspended, by whom and why, and how to change that. */
import { html, nothing } from 'lit';
import { write } from '../common/api.js';
import { exactTime, say, t } from '../common/text.js';
import { Part } from './part.js';
import { Reading } from './reading.js';
import { take } from './step-dialog.js';

say({
  'sales.title': ['전체 발매', 'Sales of all matches'],
  'sales.on': ['정상', 'As usual'],
  'sales.off': ['전체 중지', 'All suspended'],
  'sales.by': ['{at} 중지, 담당 {by}. 사유: {reason}', '{by} suspended them on {at}. Why: {reason}'],
  'sales.stopped': ['{at}부터 어떤 노드도 팔지 않습니다.', 'No node has sold any ticket since {at}.'],
  'sales.stopping': ['모든 노드가 판매를 멈췄는지는 아직 확인되지 않았습니다.', 'It is not known yet whether every node has stopped selling.'],
  'sales.suspend': ['전체 발매 중지', 'Suspend all sales'],
  'sales.resume': ['전체 발매 재개', 'Resume all sales'],
  'sales.history': ['중지·재개 기록', 'When it was suspended and resumed'],
  'sales.never': ['기록이 없습니다.', 'Never so far.'],
  'sales.step': ['구분', 'Step'],
  'sales.who': ['담당자', 'By'],
  'sales.when': ['시각', 'When'],
  'sales.why': ['사유', 'Why'],
  'sales.Suspended': ['중지', 'Suspended'],
  'sales.Resumed': ['재개', 'Resumed'],
  'sales.suspend-1': ['모든 경기의 판매와 구매 취소가 재개할 때까지 거절됩니다. 그사이 등록되는 경기도 마찬가지입니다.', 'No ticket of any match is sold or cancelled until sales are resumed, nor of one that is opened meanwhile.'],
  'sales.suspend-2': ['결제 대기 중인 투표권은 그대로 기다립니다. 각 경기는 예정된 시각에 마감됩니다.', 'Tickets that are not paid yet wait. Each match still closes at its time.'],
  'sales.suspend-3': ['모든 노드가 멈출 때까지 4초쯤 걸립니다.', 'It takes some 4 seconds until no node sells any more.'],
  'sales.reason-hint': ['누구나 나중에 읽을 수 있습니다.', 'For whoever reads it later.'],
  'sales.resume-1': ['1초 안에 모든 노드가 다시 팝니다. 따로 중지된 경기는 중지된 채로 남습니다.', 'All nodes sell again within a second. A match that is suspended by itself stays so.'],
});

class AllSales extends Part {
  constructor() {
    super();
    /** @type {Reading<Sales>} */
    this.sales = new Reading(this, () => '/admin/sales');
  }

  arrive() {
    this.every(5000, () => this.sales.poll());
  }

  render() {
    return html`<section class="card stack" aria-label=${t('sales.title')}>${this.sales.show((sales) => this.state(sales))}</section>`;
  }

  /** @param {Sales} sales */
  state(sales) {
    const off = sales.state === 'Suspended';
    return html`
      <div class="row apart">
        <div class="row">
          <h2>${t('sales.title')}</h2>
          <span class="badge ${off ? 'bad' : 'good'}">${off ? t('sales.off') : t('sales.on')}</span>
        </div>
        <button type="button" class="button ${off ? 'first' : 'danger'}" @click=${() => (off ? this.resume() : this.suspend())}>
          ${off ? t('sales.resume') : t('sales.suspend')}
        </button>
      </div>
      ${off
        ? html`<div class="notice bad">
            <p>${t('sales.by', { by: sales.by ?? '–', at: sales.since ? exactTime(sales.since) : '–', reason: sales.reason ?? '–' })}</p>
            <p>${sales.stoppedAt ? t('sales.stopped', { at: exactTime(sales.stoppedAt) }) : t('sales.stopping')}</p>
          </div>`
        : nothing}
      <details>
        <summary>${t('sales.history')}</summary>
        ${this.history(sales)}
      </details>
    `;
  }

  /** @param {Sales} sales */
  history({ steps }) {
    if (steps.length === 0) {
      return html`<p class="soft small">${t('sales.never')}</p>`;
    }
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${t('sales.history')}>
      <table>
        <thead>
          <tr>
            ${['step', 'when', 'who', 'why'].map((name) => html`<th scope="col">${t(`sales.${name}`)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${steps.map(
            (step) => html`<tr>
              <td>${t(`sales.${step.step}`)}</td>
              <td class="digits">${exactTime(step.at)}</td>
              <td class="code">${step.by}</td>
              <td>${step.reason ?? '–'}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  async suspend() {
    const answer = await take({
      title: t('sales.suspend'),
      says: () => [t('sales.suspend-1'), t('sales.suspend-2'), t('sales.suspend-3')],
      fields: [{ name: 'reason', label: t('sales.why'), kind: 'long', needed: true, hint: t('sales.reason-hint') }],
      act: t('sales.suspend'),
      danger: true,
      run: ({ reason }) => write('POST', '/admin/sales/suspend', { reason }),
    });
    this.stepped(answer);
  }

  async resume() {
    const answer = await take({
      title: t('sales.resume'),
      says: () => [t('sales.resume-1')],
      act: t('sales.resume'),
      run: () => write('POST', '/admin/sales/resume'),
    });
    this.stepped(answer);
  }

  /** @param {Sales | undefined} answer */
  stepped(answer) {
    if (answer) {
      this.sales.take(answer);
    } else {
      void this.sales.again();
    }
  }
}

customElements.define('all-sales', AllSales);

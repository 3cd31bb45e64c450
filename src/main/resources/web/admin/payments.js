/** The payment breaker of each node, and what it was since the node started. */
import { html, nothing, svg } from 'lit';
import { duration, exactTime, number, say, t } from '../common/text.js';
import { EVERY, breakers, breakersAt, breakersProblem, onBreakers } from './breakers.js';
import { Part } from './part.js';
import { problemNotice } from './problems.js';

say({
  'pay.title': ['결제', 'Payments'],
  'pay.says': [
    '노드마다 결제 차단기가 하나씩 있습니다. 지갑이 답하지 않으면 차단기가 열려 결제를 멈추고, 투표권은 결제 대기로 남습니다.',
    'Each node has a breaker of its own. If wallets do not answer it opens: payment is suspended for that node, and tickets stay pending.',
  ],
  'pay.all-good': ['모든 노드의 결제가 정상입니다.', 'Payment works on every node.'],
  'pay.some-bad': ['{n}개 노드에서 결제가 멈췄습니다.', 'Payment is suspended on {n} of the nodes.'],
  'pay.none': ['결제를 호출하는 노드가 아직 없습니다.', 'No node calls payment yet.'],
  'pay.Closed': ['정상', 'Works'],
  'pay.Open': ['결제 중지', 'Suspended'],
  'pay.HalfOpen': ['시험 호출 중', 'One call is tried'],
  'pay.gone': ['마지막 답에 없음', 'Not in the last answer'],
  'pay.since': ['{time} 전부터', 'for {time}'],
  'pay.opened': ['열린 횟수', 'Opened'],
  'pay.answered': ['답한 호출', 'Answered'],
  'pay.failures': ['실패한 호출', 'Failed'],
  'pay.suspended': ['막은 호출', 'Not made'],
  'pay.total': ['노드 시작 후', 'Since the node started'],
  'pay.rate': ['지금(초당)', 'Now, a second'],
  'pay.history': ['{at}부터의 상태 변화', 'States since {at}'],
  'pay.span': ['{from} ~ {to}', '{from} – {to}'],
  'pay.as-of': ['{at} 현재, {every}초마다 조회', 'As of {at}; read every {every} seconds'],
  'pay.node': ['노드', 'Node'],
  'pay.counts': ['호출 수', 'Calls'],
});

class AdminPayments extends Part {
  arrive() {
    this.whileHere(onBreakers(() => this.requestUpdate()));
  }

  render() {
    const all = breakers();
    const problem = breakersProblem();
    const bad = all.filter(({ now, there }) => there && now.state !== 'Closed').length;
    return html`<div class="stack">
      <div class="row apart">
        <h1>${t('pay.title')}</h1>
        ${breakersAt() > 0 ? html`<span class="soft small">${t('pay.as-of', { at: exactTime(breakersAt()), every: EVERY / 1000 })}</span>` : nothing}
      </div>
      <p class="soft">${t('pay.says')}</p>
      ${problem ? problemNotice(problem) : nothing}
      ${breakersAt() === 0
        ? nothing
        : html`<p class="notice ${all.length === 0 ? '' : bad > 0 ? 'bad' : 'good'}" role="status">
            ${all.length === 0 ? t('pay.none') : bad > 0 ? t('pay.some-bad', { n: bad }) : t('pay.all-good')}
          </p>`}
      ${all.map((seen) => node(seen))}
    </div>`;
  }
}

/** @type {Record<string, string>} */
const LOOKS = { Closed: 'good', Open: 'bad', HalfOpen: 'wait' };

/** @param {ReturnType<typeof breakers>[number]} seen */
function node({ now, at, there, spans, answered, failures, suspended }) {
  const rates = { answered, failures, suspended };
  return html`<section class="card stack" aria-label=${now.node}>
    <div class="row apart">
      <h2 class="code">${now.node}</h2>
      <div class="row">
        ${there
          ? html`<span class="badge ${LOOKS[now.state]}">${t(`pay.${now.state}`)}</span>
              <span class="soft small">${t('pay.since', { time: duration(at - Date.parse(now.since)) })}</span>`
          : html`<span class="badge">${t('pay.gone')}</span>`}
      </div>
    </div>
    <div class="scroll" tabindex="0" role="group" aria-label="${now.node} ${t('pay.counts')}">
      <table>
        <thead>
          <tr>
            <th scope="col"><span class="spoken">${t('pay.counts')}</span></th>
            ${['answered', 'failures', 'suspended', 'opened'].map((name) => html`<th scope="col" class="number">${t(`pay.${name}`)}</th>`)}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">${t('pay.rate')}</th>
            ${/** @type {const} */ (['answered', 'failures', 'suspended']).map((name) => html`<td class="number">${number(Math.round(rates[name] * 10) / 10)}</td>`)}
            <td class="number">–</td>
          </tr>
          <tr>
            <th scope="row">${t('pay.total')}</th>
            ${/** @type {const} */ (['answered', 'failures', 'suspended', 'opened']).map((name) => html`<td class="number">${number(now[name])}</td>`)}
          </tr>
        </tbody>
      </table>
    </div>
    ${spans.length === 0 ? nothing : history(spans)}
  </section>`;
}

/** @param {ReturnType<typeof breakers>[number]['spans']} spans */
function history(spans) {
  return html`<h3>${t('pay.history', { at: exactTime(spans[0].from) })}</h3>
    ${strip(spans)}
    <ul class="small spans">
      ${spans
        .slice(-12)
        .reverse()
        .map(
          (span) => html`<li>
            <span class="badge ${LOOKS[span.state] ?? ''}">${t(`pay.${span.state}`)}</span>
            <span class="number">${t('pay.span', { from: exactTime(span.from), to: exactTime(span.to) })}</span>
            <span class="soft">${duration(span.to - span.from)}</span>
          </li>`,
        )}
    </ul>`;
}

/** How high a state stands in the strip: what is worse is higher, so it is seen without colours. @type {Record<string, number>} */
const HEIGHTS = { Closed: 6, Open: 24 };

const WIDTH = 1000;

/** The same as the list below it, to be seen at a glance. @param {ReturnType<typeof breakers>[number]['spans']} spans */
function strip(spans) {
  const from = spans[0].from;
  const all = Math.max(1, spans[spans.length - 1].to - from);
  const x = (/** @type {number} */ at) => ((at - from) / all) * WIDTH;
  return html`<svg class="strip" viewBox="0 0 ${WIDTH} 24" preserveAspectRatio="none" aria-hidden="true">
    ${spans.map((span) => {
      const height = HEIGHTS[span.state];
      return svg`<rect class=${LOOKS[span.state] ?? ''} x=${x(span.from)} y=${24 - height} width=${Math.max(2, x(span.to) - x(span.from))} height=${height} />`;
    })}
  </svg>`;
}

customElements.define('admin-payments', AdminPayments);

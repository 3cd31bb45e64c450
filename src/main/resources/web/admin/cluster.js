/** The nodes of the cluster, what each does and holds, and how far behind what is read follows what is written. */
import { html, nothing } from 'lit';
import { exactTime, knows, number, say, t } from '../common/text.js';
import { Part } from './part.js';
import { Reading } from './reading.js';
import { word } from './words.js';

say({
  'cl.title': ['클러스터', 'Cluster'],
  'cl.as-of': ['{at} 현재, {node}의 답, {every}초마다 조회', 'As of {at}, told by {node}; read every {every} seconds'],
  'cl.nodes': ['노드', 'Nodes'],
  'cl.all-ready': ['노드 {n}개가 모두 준비되었습니다.', 'All nodes are ready: {n} of {n}.'],
  'cl.some-not': ['노드 {all}개 가운데 {n}개가 준비되지 않았습니다.', '{n} of {all} nodes are not ready.'],
  'cl.ready': ['준비됨', 'Ready'],
  'cl.not-ready': ['준비되지 않음', 'Not ready'],
  'cl.no-answer': ['답 없음', 'Does not answer'],
  'cl.unreachable': ['연결 안 됨', 'Unreachable'],
  'cl.why': ['이유', 'Why'],
  'cl.roles': ['역할', 'Roles'],
  'cl.shards': ['샤드 배치', 'Shards'],
  'cl.shards-says': ['종류마다 노드가 맡은 샤드 수와 메모리에 있는 엔티티 수입니다.', 'How many shards of each kind a node holds, and how many entities of them are in memory.'],
  'cl.entities': ['메모리에 {n}개', '{n} in memory'],
  'cl.node': ['노드', 'Node'],
  'cl.sum': ['합계', 'Together'],
  'cl.lag': ['프로젝션 지연', 'Projections'],
  'cl.lag-says': [
    '아직 처리되지 않은 가장 오래된 이벤트의 나이입니다. 0초이면 밀린 것이 없고, 60초가 넘으면 살펴보아야 합니다.',
    'The age of the oldest event that is not handled yet; 0 if there is none. Above 60 seconds somebody should look.',
  ],
  'cl.projection': ['프로젝션', 'Projection'],
  'cl.behind': ['지연', 'Behind'],
  'cl.seconds': ['{n}초', '{n} s'],
  'cl.measured': ['측정한 노드', 'Measured by'],
  'cl.lag-none': ['측정한 노드가 없습니다. 프로젝션이 있는 노드가 답하지 않거나 아직 시작하는 중입니다.', 'No node tells it: those that measure it do not answer, or have just started.'],
  'cl.p-tally': ['발매 집계', 'Totals'],
  'cl.p-view': ['투표권 목록', 'Lists of tickets'],
  'cl.p-ledger': ['원장', 'Ledger'],
  'cl.p-unfinished-tickets': ['끝나지 않은 투표권', 'Unfinished tickets'],
  'cl.p-ledger-settlements': ['정산 기록', 'Settlements, booked'],
  'status.Joining': ['참여 중', 'Joining'],
  'status.WeaklyUp': ['일부 참여', 'Weakly up'],
  'status.Up': ['가동', 'Up'],
  'status.PreparingForShutdown': ['종료 준비', 'Preparing for shutdown'],
  'status.ReadyForShutdown': ['종료 대기', 'Ready for shutdown'],
  'status.Leaving': ['나가는 중', 'Leaving'],
  'status.Exiting': ['나가는 중', 'Exiting'],
  'status.Down': ['제외됨', 'Down'],
  'status.Removed': ['제거됨', 'Removed'],
});

/** How often it is read, in milliseconds: each time all nodes are asked. */
const EVERY = 5000;

/** From here on somebody should look, in seconds. */
const LATE = 60;

class AdminCluster extends Part {
  constructor() {
    super();
    /** @type {Reading<Cluster>} */
    this.cluster = new Reading(this, () => '/admin/cluster');
  }

  arrive() {
    this.every(EVERY, () => this.cluster.poll());
  }

  render() {
    return html`<div class="stack">
      <h1>${t('cl.title')}</h1>
      ${this.cluster.show((cluster) => this.all(cluster))}
    </div>`;
  }

  /** @param {Cluster} cluster */
  all(cluster) {
    const { nodes, toldBy } = cluster;
    const not = nodes.filter((node) => node.ready !== true || !node.reachable).length;
    return html`
      <p class="notice ${not > 0 ? 'bad' : 'good'}" role="status">
        ${not > 0 ? t('cl.some-not', { n: not, all: nodes.length }) : t('cl.all-ready', { n: nodes.length })}
      </p>
      <p class="soft small">${t('cl.as-of', { at: exactTime(this.cluster.at), node: short(toldBy), every: EVERY / 1000 })}</p>
      ${lags(cluster)}
      <section class="stack" aria-labelledby="cl-nodes">
        <h2 id="cl-nodes">${t('cl.nodes')}</h2>
        <ul class="nodes">
          ${nodes.map(card)}
        </ul>
      </section>
      ${shards(cluster)}
    `;
  }
}

/** Where it is, without how it is spoken to. @param {string} address */
function short(address) {
  return address.replace(/^akka:\/\/[^@]*@/, '');
}

/** @param {ClusterNode} node */
function card(node) {
  const ready = node.ready === null ? ['wait', 'cl.no-answer'] : node.ready ? ['good', 'cl.ready'] : ['bad', 'cl.not-ready'];
  return html`<li class="card stack tight">
    <h3 class="code">${short(node.address)}</h3>
    <div class="row">
      <span class="badge ${ready[0]}">${t(ready[1])}</span>
      <span class="badge">${word('status', node.status)}</span>
      ${node.reachable ? nothing : html`<span class="badge bad">${t('cl.unreachable')}</span>`}
    </div>
    <dl class="rows small">
      <div><dt>${t('cl.roles')}</dt><dd>${node.roles.join(', ')}</dd></div>
      ${node.notReady ? html`<div><dt>${t('cl.why')}</dt><dd lang="en">${node.notReady}</dd></div>` : nothing}
    </dl>
  </li>`;
}

/** @param {Cluster} cluster */
function shards({ nodes }) {
  const kinds = [...new Set(nodes.flatMap((node) => Object.keys(node.shards)))].sort();
  if (kinds.length === 0) {
    return nothing;
  }
  const none = { shards: 0, entities: 0 };
  const cell = (/** @type {{shards: number, entities: number}} */ of) =>
    html`<td class="number">${of.shards === 0 ? '–' : cellOf(of)}</td>`;
  const cellOf = (/** @type {{shards: number, entities: number}} */ of) =>
    html`${number(of.shards)} <span class="soft small block">${t('cl.entities', { n: number(of.entities) })}</span>`;
  const sum = (/** @type {string} */ kind) =>
    nodes
      .map((node) => node.shards[kind] ?? none)
      .reduce((all, one) => ({ shards: all.shards + one.shards, entities: all.entities + one.entities }), none);
  return html`<section class="card stack" aria-labelledby="cl-shards">
    <h2 id="cl-shards">${t('cl.shards')}</h2>
    <p class="soft small">${t('cl.shards-says')}</p>
    <div class="scroll" tabindex="0" role="group" aria-label=${t('cl.shards')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t('cl.node')}</th>
            ${kinds.map((kind) => html`<th scope="col" class="number">${kind}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${nodes.map(
            (node) => html`<tr>
              <th scope="row" class="main code">${short(node.address)}</th>
              ${kinds.map((kind) => cell(node.shards[kind] ?? none))}
            </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" class="main">${t('cl.sum')}</th>
            ${kinds.map((kind) => cell(sum(kind)))}
          </tr>
        </tfoot>
      </table>
    </div>
  </section>`;
}

/** @param {Cluster} cluster */
function lags({ nodes }) {
  const measured = nodes.flatMap((node) => Object.entries(node.lags).map(([projection, seconds]) => ({ projection, seconds, by: node.address })));
  // Several nodes may measure the same: the worst is what counts.
  const worst = [...new Set(measured.map(({ projection }) => projection))]
    .sort()
    .map((projection) => measured.filter((one) => one.projection === projection).sort((a, b) => b.seconds - a.seconds)[0]);
  return html`<section class="card stack" aria-labelledby="cl-lag">
    <h2 id="cl-lag">${t('cl.lag')}</h2>
    <p class="soft small">${t('cl.lag-says')}</p>
    ${worst.length === 0
      ? html`<p class="notice wait">${t('cl.lag-none')}</p>`
      : html`<div class="scroll" tabindex="0" role="group" aria-label=${t('cl.lag')}>
          <table>
            <thead>
              <tr>
                <th scope="col">${t('cl.projection')}</th>
                <th scope="col" class="number">${t('cl.behind')}</th>
                <th scope="col">${t('cl.measured')}</th>
              </tr>
            </thead>
            <tbody>
              ${worst.map(
                ({ projection, seconds, by }) => html`<tr>
                  <th scope="row" class="main">${knows(`cl.p-${projection}`) ? t(`cl.p-${projection}`) : nothing} <span class="soft code">${projection}</span></th>
                  <td class="number">
                    <span class="badge ${seconds > LATE ? 'bad' : 'good'}">${t('cl.seconds', { n: number(Math.round(seconds * 10) / 10) })}</span>
                  </td>
                  <td class="code">${short(by)}</td>
                </tr>`,
              )}
            </tbody>
          </table>
        </div>`}
  </section>`;
}

customElements.define('admin-cluster', AdminCluster);

/** The nodes of the cluster, what each does and holds, and how far behind what is read follows what is written. */
import { html, nothing } from 'lit';
import { duration, exactTime, number, say, t } from '../common/text.js';
import { Part } from './part.js';
import { Reading } from './reading.js';

say({
  'cl.title': ['클러스터', 'Cluster'],
  'cl.as-of': ['{at} 현재, 3초마다 조회', 'As of {at}; read every 3 seconds'],
  'cl.nodes': ['노드', 'Nodes'],
  'cl.all-ready': ['{n}개 노드가 모두 준비되었습니다.', 'All {n} nodes are ready.'],
  'cl.some-not': ['{all}개 노드 가운데 {n}개가 준비되지 않았습니다.', '{n} of {all} nodes are not ready.'],
  'cl.ready': ['준비됨', 'Ready'],
  'cl.not-ready': ['준비되지 않음', 'Not ready'],
  'cl.no-answer': ['답 없음', 'Does not answer'],
  'cl.unreachable': ['연결 안 됨', 'Unreachable'],
  'cl.leader': ['리더', 'Leader'],
  'cl.roles': ['역할', 'Roles'],
  'cl.waits': ['준비를 막는 것', 'Waits for'],
  'cl.release': ['버전', 'Release'],
  'cl.up': ['가동', 'Up for'],
  'cl.shards': ['샤드 배치', 'Shards'],
  'cl.shards-says': ['종류마다 노드가 맡은 샤드 수', 'How many shards of each kind a node holds'],
  'cl.node': ['노드', 'Node'],
  'cl.sum': ['합계', 'Together'],
  'cl.lag': ['프로젝션 지연', 'Projections'],
  'cl.lag-says': ['아직 처리되지 않은 가장 오래된 이벤트의 나이입니다. 0초이면 밀린 것이 없습니다. 60초가 넘으면 살펴보아야 합니다.', 'The age of the oldest event that is not handled yet; 0 if there is none. Above 60 seconds somebody should look.'],
  'cl.projection': ['프로젝션', 'Projection'],
  'cl.behind': ['지연', 'Behind'],
  'cl.seconds': ['{n}초', '{n} s'],
  'cl.lag-unknown': ['알 수 없음', 'Not known'],
  'cl.measured': ['측정한 노드', 'Measured by'],
  'cl.lag-none': ['측정하는 노드가 없습니다.', 'No node measures it.'],
  'status.Joining': ['참여 중', 'Joining'],
  'status.WeaklyUp': ['약한 참여', 'Weakly up'],
  'status.Up': ['가동', 'Up'],
  'status.Leaving': ['나가는 중', 'Leaving'],
  'status.Exiting': ['나가는 중', 'Exiting'],
  'status.Down': ['제외됨', 'Down'],
  'status.Removed': ['제거됨', 'Removed'],
});

/** From here on somebody should look, in seconds. */
const LATE = 60;

class AdminCluster extends Part {
  constructor() {
    super();
    /** @type {Reading<Cluster>} */
    this.cluster = new Reading(this, () => '/admin/cluster');
  }

  arrive() {
    this.every(3000, () => this.cluster.again());
  }

  render() {
    return html`<div class="stack">
      <div class="row apart">
        <h1>${t('cl.title')}</h1>
        ${this.cluster.value ? html`<span class="soft small">${t('cl.as-of', { at: exactTime(this.cluster.value.at) })}</span>` : nothing}
      </div>
      ${this.cluster.show((cluster) => all(cluster))}
    </div>`;
  }
}

/** @param {Cluster} cluster */
function all(cluster) {
  const { nodes } = cluster;
  const not = nodes.filter((node) => node.ready !== true || !node.reachable).length;
  return html`
    <p class="notice ${not > 0 ? 'bad' : 'good'}" role="status">
      ${not > 0 ? t('cl.some-not', { n: not, all: nodes.length }) : t('cl.all-ready', { n: nodes.length })}
    </p>
    ${lags(cluster)}
    <section class="stack" aria-labelledby="cl-nodes">
      <h2 id="cl-nodes">${t('cl.nodes')}</h2>
      <ul class="nodes">${nodes.map((node) => card(node, cluster.leader === node.node))}</ul>
    </section>
    ${shards(cluster)}
  `;
}

/**
 * @param {ClusterNode} node
 * @param {boolean} leads
 */
function card(node, leads) {
  const ready = node.ready === null ? ['wait', 'cl.no-answer'] : node.ready ? ['good', 'cl.ready'] : ['bad', 'cl.not-ready'];
  return html`<li class="card stack tight">
    <h3 class="code">${node.node}</h3>
    <div class="row">
      <span class="badge ${ready[0]}">${t(ready[1])}</span>
      <span class="badge">${t(`status.${node.status}`)}</span>
      ${node.reachable ? nothing : html`<span class="badge bad">${t('cl.unreachable')}</span>`}
      ${leads ? html`<span class="badge">${t('cl.leader')}</span>` : nothing}
    </div>
    <dl class="rows small">
      <div><dt>${t('cl.roles')}</dt><dd>${node.roles.join(', ')}</dd></div>
      ${node.waitsFor.length > 0 ? html`<div><dt>${t('cl.waits')}</dt><dd class="code">${node.waitsFor.join(', ')}</dd></div>` : nothing}
      ${node.release ? html`<div><dt>${t('cl.release')}</dt><dd>${node.release}</dd></div>` : nothing}
      ${node.startedAt ? html`<div><dt>${t('cl.up')}</dt><dd>${duration(Date.now() - Date.parse(node.startedAt))}</dd></div>` : nothing}
    </dl>
  </li>`;
}

/** @param {Cluster} cluster */
function shards({ nodes }) {
  const kinds = [...new Set(nodes.flatMap((node) => Object.keys(node.shards)))].sort();
  if (kinds.length === 0) {
    return nothing;
  }
  const sum = (/** @type {string} */ kind) => nodes.reduce((all, node) => all + (node.shards[kind] ?? 0), 0);
  return html`<section class="card stack" aria-labelledby="cl-shards">
    <h2 id="cl-shards">${t('cl.shards')}</h2>
    <p class="soft small">${t('cl.shards-says')}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${t('cl.shards')}>
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
              <th scope="row" class="main code">${node.node}</th>
              ${kinds.map((kind) => html`<td class="number">${number(node.shards[kind] ?? 0)}</td>`)}
            </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" class="main">${t('cl.sum')}</th>
            ${kinds.map((kind) => html`<td class="number">${number(sum(kind))}</td>`)}
          </tr>
        </tfoot>
      </table>
    </div>
  </section>`;
}

/** @param {Cluster} cluster */
function lags({ projections }) {
  return html`<section class="card stack" aria-labelledby="cl-lag">
    <h2 id="cl-lag">${t('cl.lag')}</h2>
    <p class="soft small">${t('cl.lag-says')}</p>
    ${projections.length === 0
      ? html`<p class="soft">${t('cl.lag-none')}</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label=${t('cl.lag')}>
          <table>
            <thead>
              <tr>
                <th scope="col">${t('cl.projection')}</th>
                <th scope="col" class="number">${t('cl.behind')}</th>
                <th scope="col">${t('cl.measured')}</th>
              </tr>
            </thead>
            <tbody>
              ${projections.map(({ projection, lagSeconds, node }) => {
                const look = lagSeconds === null ? 'wait' : lagSeconds > LATE ? 'bad' : 'good';
                const behind = lagSeconds === null ? t('cl.lag-unknown') : t('cl.seconds', { n: number(Math.round(lagSeconds * 10) / 10) });
                return html`<tr>
                  <th scope="row" class="main">${projection}</th>
                  <td class="number"><span class="badge ${look}">${behind}</span></td>
                  <td class="code">${node}</td>
                </tr>`;
              })}
            </tbody>
          </table>
        </div>`}
  </section>`;
}

customElements.define('admin-cluster', AdminCluster);

/**
 * How the totals or the dividends of a match have moved since somebody looks at it. The library that draws is loaded with
 * the first chart. The same numbers stand in a table, for whoever does not see the chart.
 */
import { html, nothing } from 'lit';
import { exactTime, languageNow, number, odds, say, t, won } from '../common/text.js';
import { onLive, pointsOf } from './live.js';
import { clock } from './moments.js';
import { Part } from './part.js';

say({
  'chart.stake': ['팀별 발매액', 'Staked on each team'],
  'chart.dividend': ['팀별 예상 배당률', 'Dividend of each team, as it stands'],
  'chart.since': ['{at}부터의 변화입니다.', 'Since {at}.'],
  'chart.none': ['집계를 아직 받지 못했습니다.', 'The totals are not known yet.'],
  'chart.failed': ['그래프를 불러오지 못했습니다. 아래 표에 같은 숫자가 있습니다.', 'The chart could not be loaded. The table below has the same numbers.'],
  'chart.table': ['숫자로 보기', 'As numbers'],
  'chart.at': ['시각', 'Time'],
});

/** It is drawn at most so often, in milliseconds. */
const CALM = 500;

/** As many rows of the table, the newest. */
const ROWS = 20;

/** What may be between two times on its axis, in seconds: of less nobody can read them apart. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

/** Teams are told apart without colours, too. */
const DASHES = [[], [8, 4], [2, 4], [10, 4, 2, 4], [14, 4], [4, 2]];

class TeamChart extends Part {
  static properties = { matchId: {}, teams: { attribute: false }, what: {}, failed: { state: true } };

  constructor() {
    super();
    this.matchId = '';
    /** @type {Team[]} */
    this.teams = [];
    /** @type {'stake' | 'dividend'} */
    this.what = 'stake';
    this.failed = false;
    /** @type {any} of the library, which has no types of its own here */
    this.plot = null;
    this.drawn = '';
    this.size = 0;
  }

  arrive() {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    this.whileHere(
      onLive(() => {
        timer ??= setTimeout(() => {
          timer = undefined;
          this.requestUpdate();
        }, CALM);
      }),
    );
    const light = matchMedia('(prefers-color-scheme: dark)');
    const anew = () => {
      this.drop();
      this.requestUpdate();
    };
    light.addEventListener('change', anew);
    const theme = new MutationObserver(anew);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme', 'lang'] });
    const size = new ResizeObserver(() => this.fit());
    size.observe(this);
    this.whileHere(() => {
      clearTimeout(timer);
      light.removeEventListener('change', anew);
      theme.disconnect();
      size.disconnect();
      this.drop();
    });
  }

  drop() {
    this.plot?.destroy();
    this.plot = null;
  }

  fit() {
    const width = this.querySelector('.plot')?.clientWidth ?? 0;
    if (this.plot && width > 0 && width !== this.plot.width) {
      this.plot.setSize({ width, height: this.plot.height });
    }
  }

  render() {
    const points = pointsOf(this.matchId);
    return html`
      <figure class="stack tight">
        <figcaption class="row apart">
          <strong>${t(`chart.${this.what}`)}</strong> <span class="soft small">${points.length === 0 ? nothing : t('chart.since', { at: exactTime(points[0].at) })}</span>
        </figcaption>
        ${points.length === 0
          ? html`<p class="soft">${t('chart.none')}</p>`
          : html`
              ${this.failed ? html`<p class="notice wait">${t('chart.failed')}</p>` : nothing}
              <ul class="row small legend">
                ${this.teams.map((team, i) => html`<li><svg class="key team-${(i % 6) + 1}" viewBox="0 0 28 8" aria-hidden="true"><path d="M0 4h28" stroke-dasharray=${DASHES[i % 6].join(' ')} /></svg>${team.name}</li>`)}
              </ul>
              <div class="plot" aria-hidden="true"></div>
              <details>
                <summary>${t('chart.table')}</summary>
                ${this.table(points)}
              </details>
            `}
      </figure>
    `;
  }

  /** @param {ReturnType<typeof pointsOf>} points */
  table(points) {
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${t(`chart.${this.what}`)}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t('chart.at')}</th>
            ${this.teams.map((team) => html`<th scope="col" class="number">${team.name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${points
            .slice(-ROWS)
            .reverse()
            .map(
              ({ at, tally }) => html`<tr>
                <td class="digits">${clock(at)}</td>
                ${this.teams.map((team) => html`<td class="number">${this.say(this.value(tally, team.code))}</td>`)}
              </tr>`,
            )}
        </tbody>
      </table>
    </div>`;
  }

  /** @param {number | null} value */
  say(value) {
    if (value === null) {
      return '–';
    }
    return this.what === 'stake' ? won(value) : odds(value);
  }

  /**
   * @param {Pick<TotalsPoint, 'teams'>} tally
   * @param {string} code
   * @returns {number | null}
   */
  value(tally, code) {
    const of = tally.teams.find(({ team }) => team === code);
    return this.what === 'stake' ? (of?.stake ?? 0) : (of?.dividend ?? null);
  }

  updated() {
    void this.draw();
  }

  async draw() {
    const points = pointsOf(this.matchId);
    if (points.length === 0 || this.failed) {
      return;
    }
    const library = await import('uplot').catch((e) => {
      console.warn('charts could not be loaded', e);
      this.failed = true;
      return null;
    });
    const place = /** @type {HTMLElement | null} */ (this.querySelector('.plot'));
    if (!library || !place || !this.isConnected) {
      return;
    }
    const data = this.data(points);
    const drawn = this.what + this.teams.map(({ code }) => code).join();
    if (this.plot && (this.drawn !== drawn || !place.contains(this.plot.root))) {
      this.drop();
    }
    if (this.plot) {
      this.plot.setData(data);
    } else {
      const UPlot = /** @type {any} */ (library).default;
      this.plot = new UPlot(this.options(place, UPlot), data, place);
      this.drawn = drawn;
    }
  }

  /** @param {ReturnType<typeof pointsOf>} points */
  data(points) {
    const last = points[points.length - 1];
    // What was told last stands until now.
    const all = [...points, { at: Math.max(Date.now(), last.at + 1), tally: last.tally }];
    return [all.map(({ at }) => at / 1000), ...this.teams.map(({ code }) => all.map(({ tally }) => this.value(tally, code)))];
  }

  /**
   * @param {HTMLElement} place
   * @param {any} UPlot
   */
  options(place, UPlot) {
    const style = getComputedStyle(this);
    const token = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    const axis = {
      stroke: token('--ink-soft'),
      font: `12px ${token('--font')}`,
      grid: { stroke: token('--line'), width: 1 },
      ticks: { stroke: token('--line'), width: 1 },
    };
    const short = new Intl.NumberFormat(languageNow(), { notation: 'compact', maximumFractionDigits: 1 });
    return {
      width: place.clientWidth,
      height: 220,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: true }, y: { range: this.what === 'stake' ? nonNegative : around } },
      axes: [
        { ...axis, space: 90, incrs: STEPS, values: (/** @type {any} */ _, /** @type {number[]} */ ticks) => ticks.map((at) => clock(at * 1000)) },
        {
          ...axis,
          size: 64,
          values: (/** @type {any} */ _, /** @type {number[]} */ ticks) =>
            ticks.map((tick) => (this.what === 'stake' ? short.format(tick) : number(tick))),
        },
      ],
      series: [
        {},
        ...this.teams.map((team, i) => ({
          label: team.name,
          stroke: token(`--team-${(i % 6) + 1}`),
          width: 2,
          dash: DASHES[i % 6],
          points: { show: false },
          paths: UPlot.paths.stepped({ align: 1 }),
        })),
      ],
    };
  }
}

/**
 * @param {any} _
 * @param {number} min
 * @param {number} max
 */
function nonNegative(_, min, max) {
  return [0, Math.max(1000, max * 1.1)];
}

/**
 * @param {any} _
 * @param {number | null} min
 * @param {number | null} max
 */
function around(_, min, max) {
  return [Math.max(0, (min ?? 1) - 0.5), (max ?? 2) + 0.5];
}

customElements.define('team-chart', TeamChart);

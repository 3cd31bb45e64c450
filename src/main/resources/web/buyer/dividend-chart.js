/** How dividends moved: a step for each change, a gap where nobody could tell. */
import { html, nothing, svg } from 'lit';
import { duration, odds, say, t } from '../common/text.js';

say({
  'chart.title': ['배당률 변동', 'How dividends moved'],
  'chart.since': ['지난 {age} 동안', 'In the last {age}'],
  'chart.team': ['{team} {from}에서 {to}', '{team} from {from} to {to}'],
  'chart.still': ['{team} {to}, 변동 없음', '{team} {to}, unchanged'],
  'chart.now': ['지금', 'now'],
  'chart.ago': ['{age} 전', '{age} ago'],
  'chart.none': ['배당률이 생기면 여기에 그려져요.', 'Dividends are drawn here once there are some.'],
});

const WIDTH = 320;
const HEIGHT = 100;
const EDGE = 5;

/** A chart of at least so long, so that the first seconds do not leap; in milliseconds. */
const SHORTEST = 60_000;

/** @typedef {{at: number, dividends: Record<string, number | null> | null}} Move */

/**
 * @param {Move[]} moves
 * @param {string[]} teams codes
 */
function frame(moves, teams) {
  const to = Date.now();
  const from = Math.min(moves[0]?.at ?? to, to - SHORTEST);
  const values = moves.flatMap((move) => teams.map((team) => move.dividends?.[team] ?? 0)).filter((value) => value > 0);
  const low = Math.max(1, Math.min(...values) - 0.2);
  const high = Math.max(...values) + 0.2;
  return {
    from,
    to,
    low,
    high,
    any: values.length > 0,
    x: (/** @type {number} */ at) => ((at - from) / (to - from)) * WIDTH,
    y: (/** @type {number} */ value) => HEIGHT - EDGE - ((value - low) / (high - low)) * (HEIGHT - 2 * EDGE),
  };
}

/**
 * @param {Move[]} moves
 * @param {string} team
 * @param {ReturnType<typeof frame>} frame
 */
function line(moves, team, { x, y, to }) {
  let path = '';
  let drawing = false;
  moves.forEach((move, i) => {
    const value = move.dividends?.[team] ?? null;
    if (value === null) {
      drawing = false;
      return;
    }
    const end = moves[i + 1]?.at ?? to;
    path += `${drawing ? 'L' : 'M'}${x(move.at).toFixed(1)} ${y(value).toFixed(1)}H${x(end).toFixed(1)}`;
    drawing = true;
  });
  return path;
}

/**
 * One team's, as big as a word. Its row says the rest.
 *
 * @param {Move[]} moves
 * @param {string} team
 * @param {number} place of the team in its match
 */
export function sparkline(moves, team, place) {
  const shape = frame(moves, [team]);
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
    ${shape.any ? svg`<path class=${lineOf(place)} d=${line(moves, team, shape)} />` : nothing}
  </svg>`;
}

/** @param {number} place */
function lineOf(place) {
  return `line team-${(place % 6) + 1}`;
}

/**
 * @param {Move[]} moves
 * @param {Team[]} teams in the order of their match
 */
export function dividendChart(moves, teams) {
  const codes = teams.map((team) => team.code);
  const shape = frame(moves, codes);
  const age = duration(shape.to - (moves[0]?.at ?? shape.to));
  const told = teams
    .map(({ code, name }) => {
      const values = moves.map((move) => move.dividends?.[code]).filter((value) => typeof value === 'number');
      const from = values[0];
      const to = values.at(-1);
      return from === undefined || to === undefined
        ? ''
        : t(from === to ? 'chart.still' : 'chart.team', { team: name, from: odds(from), to: odds(to) });
    })
    .filter((words) => words !== '');
  return html`<figure class="chart">
    <figcaption class="row apart">
      <h3>${t('chart.title')}</h3>
      <ul class="row small">
        ${teams.map(
          (team, place) => html`<li class="row legend">
            <svg viewBox="0 0 24 6" width="24" height="6" aria-hidden="true"><path class=${lineOf(place)} d="M0 3H24" /></svg>
            ${team.name}
          </li>`,
        )}
      </ul>
    </figcaption>
    ${shape.any
      ? html`<div class="plot">
            <svg
              viewBox="0 0 ${WIDTH} ${HEIGHT}"
              preserveAspectRatio="none"
              role="img"
              aria-label="${t('chart.since', { age })}: ${told.join('; ')}"
            >
              <path class="grid" d="M0 ${EDGE}H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT - EDGE}H${WIDTH}" />
              ${codes.map((code, place) => svg`<path class=${lineOf(place)} d=${line(moves, code, shape)} />`)}
            </svg>
            <ol class="scale small soft number" aria-hidden="true">
              <li>${odds(round(shape.high))}</li>
              <li>${odds(round((shape.high + shape.low) / 2))}</li>
              <li>${odds(round(shape.low))}</li>
            </ol>
          </div>
          <p class="row apart small soft times" aria-hidden="true">
            <span>${t('chart.ago', { age: duration(shape.to - shape.from) })}</span><span>${t('chart.now')}</span>
          </p>`
      : html`<p class="plot empty soft small">${t('chart.none')}</p>`}
  </figure>`;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}

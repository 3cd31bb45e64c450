/** What a pool pays, or would pay. */
import { html, nothing } from 'lit';
import { number, odds, say, t, won } from '../common/text.js';
import { teamNames, word } from './words.js';

say({
  'result.kind': ['정산 방식', 'How it is settled'],
  'result.winners': ['승리 팀', 'Winners'],
  'result.gross': ['총발매액', 'Staked'],
  'result.carryIn': ['이월 유입', 'Carried in'],
  'result.takeout': ['공제금', 'Takeout'],
  'result.net': ['배당 재원', 'To share out'],
  'result.topUp': ['최저 배당 보전', 'Added for the lowest dividend'],
  'result.payouts': ['지급액', 'Paid out'],
  'result.breakage': ['끝수', 'Breakage'],
  'result.carryOut': ['이월', 'Carried out'],
  'result.team': ['팀', 'Team'],
  'result.stake': ['발매액', 'Staked'],
  'result.dividend': ['배당률', 'Dividend'],
  'result.tickets': ['투표권', 'Tickets'],
});

/** @type {(keyof PoolResult)[]} */
const AMOUNTS = ['gross', 'carryIn', 'takeout', 'net', 'topUp', 'payouts', 'breakage', 'carryOut'];

/**
 * @param {PoolResult} result
 * @param {Team[]} teams
 * @param {number} tickets
 */
export function poolResult(result, teams, tickets) {
  return html`
    <dl class="figures">
      <div><dt>${t('result.kind')}</dt><dd>${word('kind', result.kind)}</dd></div>
      ${result.winners.length > 0 ? html`<div><dt>${t('result.winners')}</dt><dd>${teamNames(result.winners, teams)}</dd></div>` : nothing}
      <div><dt>${t('result.tickets')}</dt><dd class="number">${number(tickets)}</dd></div>
      ${AMOUNTS.filter((name) => result[name] !== 0 || name === 'gross' || name === 'payouts').map(
        (name) => html`<div><dt>${t(`result.${name}`)}</dt><dd class="number">${won(Number(result[name]))}</dd></div>`,
      )}
    </dl>
    <div class="scroll" tabindex="0" role="group" aria-label=${t('result.dividend')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t('result.team')}</th>
            <th scope="col" class="number">${t('result.stake')}</th>
            <th scope="col" class="number">${t('result.dividend')}</th>
          </tr>
        </thead>
        <tbody>
          ${teams.map(
            ({ code, name }) => html`<tr>
              <th scope="row" class="main">${name} <span class="soft code">${code}</span></th>
              <td class="number">${won(result.stakes[code] ?? 0)}</td>
              <td class="number">${result.dividends[code] === undefined ? '–' : odds(result.dividends[code])}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  `;
}

/** What the pages of tickets are: the tickets, and who wanted to cancel some when it was too late. */
import { html, nothing } from 'lit';
import { say, t } from '../common/text.js';

say({
  'sheets.tickets': ['투표권 화면', 'Pages of tickets'],
  'sheets.all': ['전체 투표권', 'All tickets'],
  'sheets.refusals': ['거절된 취소 요청', 'Refused cancellations'],
});

/** @param {'all' | 'refusals'} shown */
export function ticketSheets(shown) {
  const sheet = (/** @type {string} */ name, /** @type {string} */ href) =>
    html`<a href=${href} aria-current=${name === shown ? 'page' : nothing}>${t(`sheets.${name}`)}</a>`;
  return html`<nav class="tabs sheets" aria-label=${t('sheets.tickets')}>
    ${sheet('all', '#/tickets')} ${sheet('refusals', '#/refusals')}
  </nav>`;
}

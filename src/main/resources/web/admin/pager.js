/**
 * The pages of a list that has no last page anybody would count to. Where one is stands in the address; the way back is
 * remembered as long as this page is open.
 */
import { html, nothing } from 'lit';
import { say, t } from '../common/text.js';
import { go, link } from './route.js';

say({
  'pager.label': ['목록 넘기기', 'Pages of the list'],
  'pager.first': ['처음', 'First'],
  'pager.before': ['이전', 'Back'],
  'pager.next': ['다음', 'Next'],
  'pager.page': ['{page}쪽', 'Page {page}'],
  'pager.deep': ['중간 쪽', 'A later page'],
});

/** By what the address says without the cursor: the cursors of the pages before. @type {Map<string, string[]>} */
const trails = new Map();

/**
 * @param {string[]} steps
 * @param {URLSearchParams} query with the cursor of this page, if it is not the first
 * @param {string | null} nextCursor
 */
export function pager(steps, query, nextCursor) {
  const cursor = query.get('cursor');
  const filters = Object.fromEntries([...query].filter(([name]) => name !== 'cursor'));
  const list = link(steps, filters);
  const trail = trails.get(list) ?? [];
  const here = cursor === null ? 0 : trail.indexOf(cursor) + 1; // 0 also if nobody knows
  const to = (/** @type {string | null} */ where) => () => go(link(steps, { ...filters, cursor: where }));
  const next = () => {
    trails.set(list, [...trail.slice(0, here), /** @type {string} */ (nextCursor)]);
    to(nextCursor)();
  };
  return html`<nav class="row pager" aria-label=${t('pager.label')}>
    <button type="button" class="button" ?disabled=${cursor === null} @click=${to(null)}>${t('pager.first')}</button>
    <button type="button" class="button" ?disabled=${here === 0} @click=${to(trail[here - 2] ?? null)}>${t('pager.before')}</button>
    <span class="soft small">${cursor === null || here > 0 ? t('pager.page', { page: here + 1 }) : t('pager.deep')}</span>
    <button type="button" class="button" ?disabled=${nextCursor === null} @click=${nextCursor === null ? nothing : next}>${t('pager.next')}</button>
  </nav>`;
}

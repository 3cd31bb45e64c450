/** What both pages are made of, each in its states. */
import { html } from 'lit';
import '../common/bar.js';
import { icon } from '../common/icons.js';
import { Part } from '../common/part.js';
import { say, t } from '../common/text.js';
import { dividendChart, sparkline } from '../buyer/dividend-chart.js';
import { matches } from '../buyer/matches.js';
import '../buyer/ticket-card.js';
import '../buyer/time-parts.js';
import { MATCH, MOVES, TICKETS } from './samples.js';

say({
  'design.title': ['디자인', 'Design'],
  'design.lead': ['두 화면을 이루는 색, 글자, 간격과 부품을 상태별로 모았어요.', 'The colours, type, space and components of both pages, each in its states.'],
  'design.buyer': ['구매', 'Buyer'],
  'design.admin': ['관리', 'Administrator'],
  'design.colours': ['색', 'Colours'],
  'design.type': ['글자', 'Type'],
  'design.sample': ['배당률 2.8배, 5,000원', 'Dividend 2.8, ₩5,000'],
  'design.space': ['간격과 모서리', 'Space and corners'],
  'design.buttons': ['버튼', 'Buttons'],
  'design.button': ['버튼', 'Button'],
  'design.first': ['구매', 'Buy'],
  'design.danger': ['취소하기', 'Cancel'],
  'design.plain': ['돌아가기', 'Back'],
  'design.off': ['지금은 안 됨', 'Not now'],
  'design.focused': ['초점', 'Focused'],
  'design.dialog': ['대화 상자 열기', 'Open a dialog'],
  'design.dialog.words': ['되돌릴 수 없는 일은 여기에서 한 번 더 물어봐요.', 'What can’t be undone is asked here once more.'],
  'design.fields': ['입력', 'Fields'],
  'design.field': ['금액', 'Stake'],
  'design.field.wrong': ['100원 단위로 적어 주세요. 가까운 금액: 1,200원', 'Use steps of ₩100; the nearest is ₩1,200.'],
  'design.field.off': ['지금은 못 바꿔요', 'Can’t be changed now'],
  'design.select': ['상태', 'Status'],
  'design.all': ['전체', 'All'],
  'design.chips': ['고르기', 'Choices'],
  'design.badges': ['상태 표시', 'How something stands'],
  'design.good': ['발매 중', 'On sale'],
  'design.wait': ['결제 대기', 'Waiting'],
  'design.bad': ['거절', 'Refused'],
  'design.calm': ['마감', 'Closed'],
  'design.notices': ['알림', 'Notices'],
  'design.notice': ['알림이에요.', 'This is a notice.'],
  'design.notice.good': ['구매했어요.', 'Bought.'],
  'design.notice.wait': ['연결이 끊겼어요. 12초 전 내용이에요.', 'Offline: as of 12 s ago.'],
  'design.notice.bad': ['잔액이 모자라요. 결제된 금액은 없어요.', 'Not enough money. Nothing was charged.'],
  'design.data': ['표와 목록', 'Tables and facts'],
  'design.caption': ['팀별 구매액', 'Stakes by team'],
  'design.team': ['팀', 'Team'],
  'design.amount': ['금액', 'Amount'],
  'design.progress': ['정산 진행', 'Progress of a settlement'],
  'design.charts': ['차트', 'Charts'],
  'design.tickets': ['투표권의 모든 상태', 'A ticket in every state'],
  'design.time': ['마감까지', 'To the close'],
});

const COLOURS = [
  'ground', 'surface', 'sunken', 'line', 'line-strong', 'ink', 'ink-soft', 'act', 'act-hover', 'act-soft', 'on-act', 'good',
  'good-soft', 'wait', 'wait-soft', 'bad', 'bad-soft', 'focus', 'bar', 'on-bar', 'on-bar-soft', 'team-1', 'team-2', 'team-3',
  'team-4', 'team-5', 'team-6',
];
const TYPE = ['2xl', 'xl', 'l', 'm', 's', 'xs'];
const SPACES = [1, 2, 3, 4, 5, 6, 7];

matches.take(MATCH);

class DesignPage extends Part {
  updated() {
    document.title = `${t('design.title')} · SportsKK`;
    // Samples are styled by the CSSOM: the pages allow no style in their HTML.
    this.querySelectorAll('[data-colour]').forEach((it) => {
      /** @type {SVGElement} */ (it).style.background = `var(--${/** @type {SVGElement} */ (it).dataset.colour})`;
    });
    this.querySelectorAll('[data-type]').forEach((it) => {
      /** @type {HTMLElement} */ (it).style.fontSize = `var(--text-${/** @type {HTMLElement} */ (it).dataset.type})`;
    });
    this.querySelectorAll('[data-space]').forEach((it) => {
      const { style, dataset } = /** @type {SVGElement} */ (it);
      style.width = `var(--space-${dataset.space})`;
      style.background = 'var(--act)';
    });
  }

  render() {
    return html`
      <page-bar
        .home=${'/'}
        .place=${t('design.title')}
        .tabs=${[
          { href: '/', label: t('design.buyer'), current: false },
          { href: '/admin', label: t('design.admin'), current: false },
          { href: '/design', label: t('design.title'), current: true },
        ]}
      ></page-bar>
      <main id="main" class="page stack wide-gaps">
        <div class="stack">
          <h1 tabindex="-1">${t('design.title')}</h1>
          <p class="soft">${t('design.lead')}</p>
        </div>
        ${this.#colours()} ${this.#type()} ${this.#buttons()} ${this.#fields()} ${this.#standing()} ${this.#data()} ${this.#charts()}
        ${this.#tickets()}
      </main>
    `;
  }

  /**
   * @param {string} key
   * @param {unknown} body
   */
  #section(key, body) {
    return html`<section class="stack" aria-labelledby=${key}>
      <h2 id=${key}>${t(key)}</h2>
      ${body}
    </section>`;
  }

  #colours() {
    return this.#section(
      'design.colours',
      html`<ul class="card swatches">
        ${COLOURS.map(
          (name) => html`<li class="swatch"><svg data-colour=${name} aria-hidden="true"></svg><span class="code">--${name}</span></li>`,
        )}
      </ul>`,
    );
  }

  #type() {
    return html`<div class="samples">
      ${this.#section(
        'design.type',
        html`<div class="card stack tight">
          ${TYPE.map((size) => html`<p data-type=${size}>${t('design.sample')} <span class="code soft">--text-${size}</span></p>`)}
        </div>`,
      )}
      ${this.#section(
        'design.space',
        html`<div class="card stack">
          <ul class="spaces">
            ${SPACES.map((size) => html`<li class="row"><svg data-space=${size} aria-hidden="true"></svg><span class="code">--space-${size}</span></li>`)}
          </ul>
          <p class="code">--radius-s 6px, --radius 10px, --target 44px</p>
        </div>`,
      )}
    </div>`;
  }

  #buttons() {
    return this.#section(
      'design.buttons',
      html`<div class="card stack">
          <div class="row">
            <button class="button first">${t('design.first')}</button>
            <button class="button">${t('design.button')}</button>
            <button class="button danger">${t('design.danger')}</button>
            <button class="button plain">${t('design.plain')}</button>
            <button class="button first shown-focus">${t('design.focused')}</button>
            <button class="button first" aria-disabled="true">${t('design.off')}</button>
            <button class="button">${icon('ticket')} ${t('design.button')}</button>
            <button class="button" aria-haspopup="dialog" @click=${this.#dialog}>${t('design.dialog')}</button>
          </div>
          <button class="button first wide">${t('design.first')}</button>
        </div>
        <dialog id="sample" aria-labelledby="sample-dialog">
          <div class="stack">
            <h2 id="sample-dialog">${t('design.danger')}</h2>
            <p>${t('design.dialog.words')}</p>
            <form method="dialog" class="row apart">
              <button class="button" autofocus>${t('design.plain')}</button>
              <button class="button danger">${t('design.danger')}</button>
            </form>
          </div>
        </dialog>`,
    );
  }

  #dialog() {
    /** @type {HTMLDialogElement | null} */ (this.querySelector('#sample'))?.showModal();
  }

  #fields() {
    return this.#section(
      'design.fields',
      html`<div class="card samples">
        <div class="field">
          <label for="d-1">${t('design.field')}</label>
          <input id="d-1" class="number" value="5,000" />
        </div>
        <div class="field">
          <label for="d-2">${t('design.field')}</label>
          <input id="d-2" class="number" value="1,234" aria-invalid="true" aria-describedby="d-2-wrong" />
          <p class="error" id="d-2-wrong">${t('design.field.wrong')}</p>
        </div>
        <div class="field">
          <label for="d-3">${t('design.field.off')}</label>
          <input id="d-3" class="number" value="5,000" disabled />
        </div>
        <div class="field">
          <label for="d-4">${t('design.select')}</label>
          <select id="d-4">
            <option>${t('design.all')}</option>
          </select>
        </div>
        <fieldset class="field">
          <legend>${t('design.chips')}</legend>
          <div class="chips">
            ${['1,000', '5,000', '10,000'].map(
              (it, i) => html`<label class="chip"><input type="radio" name="d-5" ?checked=${i === 1} /><span class="number">${it}</span></label>`,
            )}
          </div>
        </fieldset>
      </div>`,
    );
  }

  #standing() {
    return html`<div class="samples">
      ${this.#section(
        'design.badges',
        html`<div class="card row">
          <span class="badge good">${t('design.good')}</span>
          <span class="badge wait">${t('design.wait')}</span>
          <span class="badge bad">${t('design.bad')}</span>
          <span class="badge">${t('design.calm')}</span>
          <span class="badge good">${icon('check')}${t('design.good')}</span>
          <span class="small"><count-down .match=${MATCH}></count-down></span>
        </div>`,
      )}
      ${this.#section(
        'design.notices',
        html`<div class="stack">
          ${['', 'good', 'wait', 'bad'].map(
            (kind) => html`<p class="notice ${kind}">${t(kind === '' ? 'design.notice' : `design.notice.${kind}`)}</p>`,
          )}
        </div>`,
      )}
    </div>`;
  }

  #data() {
    return this.#section(
      'design.data',
      html`<div class="samples">
        <div class="card scroll" tabindex="0" role="region" aria-label=${t('design.caption')}>
          <table>
            <caption class="spoken">${t('design.caption')}</caption>
            <thead>
              <tr>
                <th scope="col">${t('design.team')}</th>
                <th scope="col" class="number">${t('design.amount')}</th>
              </tr>
            </thead>
            <tbody>
              <tr><td>LG Twins</td><td class="number">120,000</td></tr>
              <tr><td>SSG Landers</td><td class="number">84,500</td></tr>
            </tbody>
          </table>
        </div>
        <dl class="card facts">
          <dt>${t('design.team')}</dt>
          <dd>LG Twins</dd>
          <dt>${t('design.amount')}</dt>
          <dd class="number">120,000</dd>
        </dl>
        <div class="card stack">
          <label for="d-6">${t('design.progress')}</label>
          <progress id="d-6" max="100" value="64">64%</progress>
        </div>
      </div>`,
    );
  }

  #charts() {
    return this.#section(
      'design.charts',
      html`<div class="samples">
        <div class="card">${dividendChart(MOVES, MATCH.teams)}</div>
        <div class="card">${dividendChart([], MATCH.teams)}</div>
        <div class="card stack">
          ${MATCH.teams.map(
            (team, place) => html`<a class="team-row" href="#/">
              <span class="name">${team.name}</span>
              ${sparkline(MOVES, team.code, place)}
              <span class="dividend number">${place === 0 ? '1.9' : '1.1'}</span>
            </a>`,
          )}
        </div>
      </div>`,
    );
  }

  #tickets() {
    return this.#section(
      'design.tickets',
      html`<div class="cards">${TICKETS.map((ticket) => html`<ticket-card .ticket=${ticket}></ticket-card>`)}</div>`,
    );
  }
}

customElements.define('design-page', DesignPage);

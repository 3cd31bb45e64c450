/** A match is opened for sale. The same sent again opens it once. */
import { html, nothing } from 'lit';
import { Problem, write } from '../common/api.js';
import { icon } from '../common/icons.js';
import { say, t } from '../common/text.js';
import { fromField, toField, zone } from './moments.js';
import { Part } from './part.js';
import { isUnknown, problemNotice, problemOf } from './problems.js';
import { go, link } from './route.js';
import { word } from './words.js';

say({
  'open.title': ['경기 등록', 'Open a match'],
  'open.id': ['경기 번호', 'Id of the match'],
  'open.id-hint': ['영문자, 숫자, 점, 밑줄, 하이픈으로 64자까지. 나중에 바꿀 수 없습니다.', 'Letters, digits, dots, underscores and hyphens, up to 64. It can’t be changed later.'],
  'open.name': ['경기 이름', 'Name'],
  'open.teams': ['팀', 'Teams'],
  'open.code': ['팀 {n} 코드', 'Code of team {n}'],
  'open.team-name': ['팀 {n} 이름', 'Name of team {n}'],
  'open.code-hint': ['코드는 영문 대문자, 숫자로 16자까지', 'A code has capitals and digits, up to 16'],
  'open.add': ['팀 추가', 'Add a team'],
  'open.remove': ['팀 {n} 빼기', 'Remove team {n}'],
  'open.opens': ['발매 시작', 'Sales open'],
  'open.opens-hint': ['비워 두면 바로 시작합니다.', 'At once if left empty.'],
  'open.closes': ['발매 마감', 'Sales close'],
  'open.zone': ['시각은 {zone} 기준입니다.', 'Times are those of {zone}.'],
  'open.unbacked': ['적중자가 없을 때', 'If nobody has backed a winner'],
  'open.configured': ['서버 설정대로', 'As the server is configured'],
  'open.carry': ['이월금을 받아 올 경기 번호', 'Match whose carry the pool takes'],
  'open.carry-hint': ['이미 등록된 경기여야 합니다. 비워 두면 이월을 받지 않습니다.', 'It must be there already. None if left empty.'],
  'open.submit': ['경기 등록', 'Open the match'],
  'open.cancel': ['그만두기', 'Don’t'],
  'open.bound': ['공제율, 세금 같은 풀의 규칙은 등록할 때 정해지고, 그 뒤에는 바뀌지 않습니다.', 'The rules of the pool (takeout, tax) are fixed when the match is opened, and stay so.'],
  'open.wrong-id': ['영문자나 숫자로 시작하고, 영문자·숫자·점·밑줄·하이픈만 쓸 수 있습니다.', 'Begin with a letter or a digit; use letters, digits, dots, underscores and hyphens.'],
  'open.wrong-name': ['경기 이름을 입력하십시오.', 'Enter a name.'],
  'open.wrong-teams': ['팀마다 서로 다른 코드(영문 대문자·숫자)와 이름을 입력하십시오.', 'Enter a code (capitals, digits), no two alike, and a name for each team.'],
  'open.wrong-closes': ['지금보다 늦고 발매 시작보다 늦은 시각을 고르십시오.', 'Choose a time that is to come, and after sales open.'],
  'open.unknown': ['등록되었는지 알 수 없습니다. 같은 내용을 다시 보내도 한 번만 등록됩니다.', 'It is not known whether it was opened. The same sent again opens it once.'],
});

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const CODE = /^[A-Z0-9_-]{1,16}$/;
const MOST_TEAMS = 64;

const EXAMPLES = [
  { code: 'KT', name: 'KT Wiz' },
  { code: 'LG', name: 'LG Twins' },
];

class OpenMatch extends Part {
  static properties = { teams: { state: true }, wrong: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {Team[]} */
    this.teams = [
      { code: '', name: '' },
      { code: '', name: '' },
    ];
    /** @type {Record<string, string>} */
    this.wrong = {};
    /** @type {Problem | null} */
    this.problem = null;
    this.busy = false;
    this.closes = toField(Math.ceil((Date.now() + 3_600_000) / 60_000) * 60_000);
  }

  render() {
    return html`
      <form class="card stack narrow" novalidate @submit=${this.submitted}>
        <h1>${t('open.title')}</h1>
        <p class="soft">${t('open.bound')}</p>
        ${this.input('matchId', t('open.id'), { hint: t('open.id-hint'), needed: true, max: 64 })}
        ${this.input('name', t('open.name'), { needed: true, max: 200 })}
        <fieldset class="field stack tight" aria-describedby="open-code-hint">
          <legend>${t('open.teams')}</legend>
          <p class="soft small" id="open-code-hint">${t('open.code-hint')}</p>
          ${this.teams.map((team, i) => this.team(team, i))}
          ${this.wrong.teams ? html`<p class="error" id="open-teams-error">${this.wrong.teams}</p>` : nothing}
          <div><button type="button" class="button" ?disabled=${this.teams.length >= MOST_TEAMS} @click=${this.addTeam}>${t('open.add')}</button></div>
        </fieldset>
        <div class="columns">
          ${this.input('opensAt', t('open.opens'), { type: 'datetime-local', hint: t('open.opens-hint') })}
          ${this.input('closesAt', t('open.closes'), { type: 'datetime-local', value: this.closes, needed: true, hint: t('open.zone', { zone: zone() }) })}
        </div>
        <div class="columns">
          <div class="field">
            <label for="open-unbacked">${t('open.unbacked')}</label>
            <select id="open-unbacked" name="unbacked">
              <option value="">${t('open.configured')}</option>
              ${['REFUND', 'CARRY', 'NET_REFUND'].map((choice) => html`<option value=${choice}>${word('unbacked', choice)}</option>`)}
            </select>
          </div>
          ${this.input('carryFrom', t('open.carry'), { hint: t('open.carry-hint'), max: 64 })}
        </div>
        ${this.problem ? problemNotice(this.problem, undefined, isUnknown(this.problem) ? t('open.unknown') : undefined) : nothing}
        <div class="row apart">
          <a class="button" href="#/matches">${t('open.cancel')}</a>
          <button type="submit" class="button first" ?disabled=${this.busy}>${t('open.submit')}</button>
        </div>
      </form>
    `;
  }

  /**
   * @param {string} name
   * @param {string} label
   * @param {{type?: string, hint?: string, needed?: boolean, max?: number, value?: string}} more
   */
  input(name, label, { type = 'text', hint, needed, max, value }) {
    const id = `open-${name}`;
    const error = this.wrong[name];
    return html`<div class="field">
      <label for=${id}>${label}</label>
      <input
        id=${id}
        name=${name}
        type=${type}
        value=${value ?? ''}
        step=${type === 'datetime-local' ? '1' : nothing}
        maxlength=${max ?? nothing}
        autocomplete="off"
        aria-required=${needed ? 'true' : nothing}
        aria-invalid=${error ? 'true' : nothing}
        aria-describedby=${[hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || nothing}
      />
      ${hint ? html`<p class="soft small" id="${id}-hint">${hint}</p>` : nothing}
      ${error ? html`<p class="error" id="${id}-error">${error}</p>` : nothing}
    </div>`;
  }

  /**
   * @param {Team} team
   * @param {number} i
   */
  team(team, i) {
    const n = i + 1;
    const typed = (/** @type {'code' | 'name'} */ part) => (/** @type {Event} */ e) => {
      const value = /** @type {HTMLInputElement} */ (e.target).value;
      team[part] = part === 'code' ? value.toUpperCase() : value;
      this.requestUpdate();
    };
    const bad = this.wrong.teams && !(CODE.test(team.code) && team.name.trim() && this.teams.filter(({ code }) => code === team.code).length === 1);
    const described = bad ? 'open-teams-error' : nothing;
    return html`<div class="team-row">
      <input aria-label=${t('open.code', { n })} placeholder=${EXAMPLES[i]?.code ?? nothing} maxlength="16" autocomplete="off" aria-invalid=${bad ? 'true' : nothing} aria-describedby=${described} .value=${team.code} @input=${typed('code')} />
      <input aria-label=${t('open.team-name', { n })} placeholder=${EXAMPLES[i]?.name ?? nothing} maxlength="100" autocomplete="off" aria-invalid=${bad ? 'true' : nothing} aria-describedby=${described} .value=${team.name} @input=${typed('name')} />
      <button type="button" class="button plain" aria-label=${t('open.remove', { n })} ?disabled=${this.teams.length <= 2} @click=${() => this.leaveOut(team)}>
        ${icon('cross')}
      </button>
    </div>`;
  }

  async addTeam() {
    this.teams = [...this.teams, { code: '', name: '' }];
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector('.team-row:last-of-type input'))?.focus();
  }

  /** @param {Team} team */
  leaveOut(team) {
    this.teams = this.teams.filter((other) => other !== team);
  }

  /** @param {Event} event */
  async submitted(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const of = (/** @type {string} */ name) => String(form.get(name) ?? '').trim();
    const match = {
      matchId: of('matchId'),
      name: of('name'),
      teams: this.teams.map(({ code, name }) => ({ code: code.trim(), name: name.trim() })),
      opensAt: fromField(of('opensAt')) || null,
      closesAt: fromField(of('closesAt')),
      unbacked: of('unbacked') || null,
      carryFrom: of('carryFrom') || null,
    };
    this.problem = null;
    this.wrong = wrongOf(match);
    if (Object.keys(this.wrong).length > 0) {
      await this.updateComplete;
      /** @type {HTMLElement | null} */ (this.querySelector('[aria-invalid="true"]'))?.focus();
      return;
    }
    this.busy = true;
    try {
      await write('POST', '/admin/matches', match);
      go(link(['match', match.matchId]));
    } catch (e) {
      this.problem = problemOf(e);
    } finally {
      this.busy = false;
    }
  }
}

/** @param {{matchId: string, name: string, teams: Team[], opensAt: string | null, closesAt: string, carryFrom: string | null}} match */
function wrongOf({ matchId, name, teams, opensAt, closesAt, carryFrom }) {
  /** @type {Record<string, string>} */
  const wrong = {};
  if (!ID.test(matchId)) {
    wrong.matchId = t('open.wrong-id');
  }
  if (name === '') {
    wrong.name = t('open.wrong-name');
  }
  if (new Set(teams.map(({ code }) => code)).size < teams.length || teams.some((team) => !CODE.test(team.code) || team.name === '')) {
    wrong.teams = t('open.wrong-teams');
  }
  if (closesAt === '' || Date.parse(closesAt) <= Math.max(Date.now(), opensAt ? Date.parse(opensAt) : 0)) {
    wrong.closesAt = t('open.wrong-closes');
  }
  if (carryFrom && !ID.test(carryFrom)) {
    wrong.carryFrom = t('open.wrong-id');
  }
  return wrong;
}

customElements.define('open-match', OpenMatch);

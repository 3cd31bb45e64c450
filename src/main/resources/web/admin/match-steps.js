/**
 * What can be done about a match, as it stands: each step says what will happen before it is taken. What decides about money takes
 * two persons: who has entered something, and who confirms it.
 */
import { html, nothing } from 'lit';
import { write } from '../common/api.js';
import { howToSignIn, signIn, who } from '../common/session.js';
import { exactTime, say, t, time } from '../common/text.js';
import { zone } from './moments.js';
import { Part } from './part.js';
import { PEOPLE } from './people.js';
import { settings } from './settings.js';
import { take } from './step-dialog.js';
import { teamNames, word } from './words.js';

say({
  'do.title': ['경기 운영', 'What to do'],
  'do.nothing-Official': ['결과가 확정되어 지급이 진행됩니다. 틀린 결과였다면 정정할 수 있습니다.', 'The result is official and tickets are being paid. If it was wrong, it can be corrected.'],
  'do.nothing-Settled': ['지급까지 끝났습니다. 틀린 결과였다면 정정할 수 있습니다.', 'All is paid. If the result was wrong, it can be corrected.'],
  'do.nothing-Void': ['경기가 무효이며, 모든 구매 금액이 환불됩니다. 할 일이 없습니다.', 'The match is void and all stakes go back. There is nothing to do.'],
  'do.state-NotOpen': ['{at}에 발매가 시작됩니다.', 'Sales open {at}.'],
  'do.state-OnSale': ['{at}까지 발매합니다. 그때 저절로 마감됩니다.', 'On sale until {at}; then sales close by themselves.'],
  'do.state-Suspended': ['발매가 중지되어 있습니다. 재개하지 않아도 {at}에 마감됩니다.', 'Sales are suspended. They close {at}, also while they are.'],
  'do.state-stopping': ['발매가 마감되었고, 모든 노드가 판매를 멈췄는지 확인하고 있습니다. 그 뒤 결과를 입력할 수 있습니다.', 'Sales are closed. Once no node sells any more, which takes some seconds, the result can be entered.'],
  'do.state-closed': ['발매가 마감되었습니다. 경기 결과를 입력하거나 무효로 하십시오.', 'Sales are closed. Enter the result, or make the match void.'],
  'do.done': ['처리되었습니다: {what}', 'Done: {what}'],

  'do.suspend': ['발매 중지', 'Suspend sales'],
  'do.resume': ['발매 재개', 'Resume sales'],
  'do.close': ['발매 마감', 'Close sales'],
  'do.result': ['결과 입력', 'Enter the result'],
  'do.confirm': ['결과 확인', 'Confirm the result'],
  'do.withdraw': ['결과 철회', 'Withdraw the result'],
  'do.correct': ['결과 정정', 'Correct the result'],
  'do.confirm-correction': ['정정 확인', 'Confirm the correction'],
  'do.withdraw-correction': ['정정 철회', 'Withdraw the correction'],
  'do.void': ['경기 무효 처리', 'Make it void'],
  'do.confirm-void': ['무효 확인', 'Confirm that it is void'],

  'do.about': ['경기: {name}', 'The match: {name}'],
  'do.reason': ['사유', 'Why'],
  'do.reason-hint': ['누구나 나중에 읽을 수 있습니다.', 'Anybody can read it later.'],
  'do.suspend-1': ['재개할 때까지 이 경기의 판매와 구매 취소가 거절됩니다.', 'No ticket of the match is sold or cancelled until sales are resumed.'],
  'do.suspend-2': ['모든 노드가 멈출 때까지 4초쯤 걸립니다. {at}에는 그대로 마감됩니다.', 'It takes some 4 seconds until no node sells. Sales still close {at}.'],
  'do.resume-1': ['1초 안에 모든 노드가 다시 팝니다.', 'All nodes sell again within a second.'],
  'do.close-1': ['이 경기의 발매가 영구히 끝납니다. 다시 열 수 없습니다.', 'Sales of the match end for good. They can’t be opened again.'],
  'do.close-2': ['아직 결제되지 않은 투표권은 취소됩니다.', 'Tickets that are not paid yet are cancelled.'],
  'do.close-3': ['모든 노드가 멈출 때까지 4초쯤 걸립니다.', 'It takes some 4 seconds until no node sells.'],
  'do.winners': ['승리 팀', 'Who has won'],
  'do.winners-hint': ['공동 승리라면 여러 팀을 고르십시오.', 'Several if they have won jointly.'],
  'do.source': ['결과의 출처', 'Source'],
  'do.source-hint': ['결과와 이해관계가 없는 곳의 이름. 예: KBO 공식 기록', 'A named one that has no interest in it, such as the league’s record.'],
  'do.started': ['실제 경기 시작 시각', 'When it really started'],
  'do.started-hint': ['판매가 멈추기 전에 시작했을 때만. 그 뒤에 팔린 투표권은 환불됩니다. {zone} 기준.', 'Only if that was before sales had stopped: tickets that were sold after it are given back. By the clock of {zone}.'],
  'do.result-1': ['입력만으로는 아무것도 지급되지 않습니다. 다른 관리자가 확인해야 확정됩니다.', 'Nothing is paid by it yet: somebody else has to confirm it.'],
  'do.result-1-alone': ['입력만으로는 아무것도 지급되지 않습니다. 확인해야 확정됩니다.', 'Nothing is paid by it yet: it has to be confirmed.'],
  'do.result-2': ['확정되기 전에는 철회할 수 있습니다.', 'It can be withdrawn before that.'],
  'do.result-3': ['입력할 내용: {winners} 승리', 'Entered is: {winners}'],
  'do.confirm-1': ['{winners} 승리가 확정되고, 바로 지급이 시작됩니다.', '{winners}: that becomes official, and tickets are paid at once.'],
  'do.confirm-2': ['지급된 금액은 나중에 정정해도 거두어들이지 않습니다.', 'What was paid is not taken back, even if the result is corrected later.'],
  'do.confirm-started': ['{at} 이후에 팔린 투표권은 환불됩니다.', 'Tickets that were sold after {at} are given back.'],
  'do.withdraw-1': ['입력된 결과({winners})가 취소되고, 다른 결과를 입력할 수 있습니다.', 'What is entered ({winners}) is taken back, and another result can be entered.'],
  'do.withdraw-2': ['그 뒤 경기를 무효로 하려면 두 사람이 필요합니다.', 'To make the match void after that takes two persons.'],
  'do.withdraw-correction-1': ['제안된 정정({winners})이 취소되고, 확정된 결과가 그대로 남습니다.', 'The correction ({winners}) is taken back. The official result stays.'],
  'do.correct-1': ['지금 확정된 결과: {winners}', 'Official is now: {winners}'],
  'do.correct-2': ['다른 관리자가 확인할 때까지 아무것도 바뀌지 않습니다.', 'Nothing changes before somebody else has confirmed it.'],
  'do.correct-2-alone': ['확인할 때까지 아무것도 바뀌지 않습니다.', 'Nothing changes before it is confirmed.'],
  'do.correct-3': ['확인되면 다시 정산합니다. 덜 지급한 금액은 더 지급하고, 더 지급한 금액은 거두어들이지 않습니다.', 'Then the match is settled anew: what was paid too little is paid, what was paid too much is not taken back.'],
  'do.confirm-correction-1': ['확정 결과가 바뀌고 바로 다시 정산합니다: {before} → {after}', 'The official result changes from {before} to {after}, and the match is settled anew at once.'],
  'do.confirm-correction-2': ['더 지급한 금액은 거두어들이지 않으며, 손실로 남습니다.', 'What was paid too much is not taken back; it is a loss.'],
  'do.cause': ['사유', 'Cause'],
  'do.note': ['설명', 'Note'],
  'do.note-hint': ['기타 사유라면 반드시 적으십시오.', 'Needed if the cause is another one.'],
  'do.void-1': ['경기 결과가 없어지고, 모든 구매 금액이 환불됩니다.', 'There is no result, and all stakes go back.'],
  'do.void-2': ['발매 중이면 먼저 영구히 마감됩니다.', 'If it is on sale, sales are closed first, for good.'],
  'do.void-two': ['이 경우에는 다른 관리자가 확인해야 무효가 됩니다. 그때까지 환불되지 않습니다.', 'As it stands this takes a second person: before somebody else has confirmed it nothing goes back.'],
  'do.void-alone': ['확인이 필요 없어 바로 무효가 됩니다.', 'It is void at once.'],
  'do.void-one': ['이 사유는 확인이 필요 없어 바로 무효가 됩니다.', 'With this cause it is void at once.'],
  'do.confirm-void-1': ['경기가 무효가 되고, 모든 구매 금액이 환불됩니다. 사유: {cause}', 'The match is void, and all stakes go back. Cause: {cause}'],

  'two.title': ['두 사람이 필요합니다', 'This takes two persons'],
  'two.alone.title': ['확인이 필요합니다', 'This has to be confirmed'],
  'two.entered': ['{by}, {at}', '{by}, {at}'],
  'two.result': ['{winners} 승리 (출처: {source})', '{winners} (source: {source})'],
  'two.correction': ['{before} → {after} (출처: {source}, 사유: {reason})', '{before} → {after} (source: {source}; why: {reason})'],
  'two.void': ['경기 무효: {cause}', 'Void: {cause}'],
  'two.you': ['지금 로그인한 {me} 본인이 입력했으므로 직접 확인할 수 없습니다. 다른 관리자가 확인해야 합니다.', 'You ({me}) have entered it, so you can’t confirm it. Another administrator has to.'],
  'two.other': ['지금 로그인한 {me} 계정은 입력한 사람이 아니므로 확인할 수 있습니다. 이 경기의 투표권을 가지고 있다면 거절됩니다.', 'You ({me}) have not entered it, so you may confirm it; not if you have a ticket of the match.'],
  'two.alone': ['이 서버에서는 입력한 사람도 확인할 수 있습니다. 이 경기의 투표권을 가지고 있다면 거절됩니다.', 'Here, who has entered it may confirm it, too; not if you have a ticket of the match.'],
  'two.first': ['1. 입력', '1. Enter'],
  'two.second': ['2. 다른 사람이 확인', '2. Somebody else confirms'],
  'two.alone.second': ['2. 확인', '2. Confirm'],
  'two.waiting': ['아직 하지 않음', 'not done yet'],
  'two.switch': ['{other} 계정으로 바꾸기', 'Switch to {other}'],
});

const CAUSES = ['EVENT_CANCELLED', 'EVENT_ABANDONED', 'EVENT_POSTPONED', 'POOL_INTEGRITY', 'OTHER'];

class MatchSteps extends Part {
  static properties = { match: { attribute: false }, told: { state: true } };

  constructor() {
    super();
    /** @type {Match} */
    this.match = /** @type {any} */ (undefined);
    this.told = '';
    /** How the match stood after what is told. */
    this.toldOf = '';
  }

  arrive() {
    void settings.know();
    this.whileHere(settings.follow(() => this.requestUpdate()));
  }

  /**
   * What was done is no news any more once somebody has done something else.
   *
   * @param {Map<string, unknown>} changed
   */
  willUpdate(changed) {
    if (changed.has('match') && this.match.status !== this.toldOf) {
      this.told = '';
    }
  }

  render() {
    const { match } = this;
    return html`<section class="card stack" aria-labelledby="do">
      <h2 id="do" tabindex="-1">${t('do.title')}</h2>
      ${standing(match) ? html`<p>${standing(match)}</p>` : nothing}
      ${this.twoPersons()}
      <div class="row">${this.buttons()}</div>
      <p role="status" class="good-words">${this.told}</p>
    </section>`;
  }

  buttons() {
    const { match } = this;
    const selling = match.salesStatus !== 'Closed';
    const ended = match.status === 'Void' || match.status === 'Official' || match.status === 'Settled';
    const entered = match.result !== null;
    return html`
      ${selling && !match.suspended ? this.button('suspend', '') : nothing}
      ${selling && match.suspended ? this.button('resume', 'first') : nothing}
      ${selling ? this.button('close', 'danger') : nothing}
      ${match.status === 'Closed' && match.stoppedAt ? this.button('result', match.voidProposed ? '' : 'first') : nothing}
      ${ended || entered || match.voidProposed ? nothing : this.button('void', 'danger')}
      ${match.status === 'Provisional' ? this.button('withdraw', '') : nothing}
      ${match.corrections.proposed ? this.button('withdraw-correction', '') : nothing}
      ${(match.status === 'Official' || match.status === 'Settled') && !match.corrections.proposed ? this.button('correct', '') : nothing}
    `;
  }

  /**
   * @param {string} name
   * @param {string} look
   */
  button(name, look) {
    return html`<button type="button" class="button ${look}" @click=${() => this.take(name)}>${t(`do.${name}`)}</button>`;
  }

  twoPersons() {
    const it = entered(this.match);
    const me = who()?.id ?? '';
    if (!it) {
      return nothing;
    }
    const two = settings.twoPersons;
    const mine = two && it.by === me;
    const other = PEOPLE.find(({ id }) => id !== me);
    return html`<div class="notice wait two">
      <h3>${t(two ? 'two.title' : 'two.alone.title')}</h3>
      <ol class="two-steps">
        <li class="done"><strong>${t('two.first')}:</strong> ${t('two.entered', { by: it.by, at: time(it.at) })}</li>
        <li class="now"><strong>${t(two ? 'two.second' : 'two.alone.second')}:</strong> ${t('two.waiting')}</li>
      </ol>
      <p><strong>${it.words}</strong></p>
      <p>${t(!two ? 'two.alone' : mine ? 'two.you' : 'two.other', { me })}</p>
      <div class="row">
        <button type="button" class="button first" ?disabled=${mine} @click=${() => this.take(it.step)}>${t(`do.${it.step}`)}</button>
        ${mine && other && howToSignIn()?.kind === 'DEMO'
          ? html`<button type="button" class="button" @click=${() => signIn(other)}>${t('two.switch', { other: other.id })}</button>`
          : nothing}
      </div>
    </div>`;
  }

  /** @param {string} name */
  async take(name) {
    const answer = await take(stepOf(name, this.match));
    if (answer !== undefined) {
      this.told = t('do.done', { what: t(`do.${name}`) });
      this.toldOf = answer.status;
      /** @type {HTMLElement | null} */ (this.querySelector('#do'))?.focus(); // the button may be gone
    }
    this.dispatchEvent(new CustomEvent('step-taken', { detail: answer }));
  }
}

/** @param {Match} match */
function standing(match) {
  switch (match.status) {
    case 'Official':
    case 'Settled':
    case 'Void':
      return t(`do.nothing-${match.status}`);
    case 'Provisional':
      return '';
    case 'Closed':
      return match.stoppedAt ? t('do.state-closed') : t('do.state-stopping');
    default:
      return t(`do.state-${match.salesStatus}`, { at: exactTime(match.salesStatus === 'NotOpen' ? match.opensAt : match.closesAt) });
  }
}

/**
 * What somebody has entered that somebody else has to confirm.
 *
 * @param {Match} match
 */
function entered({ result, voidProposed, corrections, teams }) {
  if (result && !result.confirmedBy) {
    const words = t('two.result', { winners: teamNames(result.winners, teams), source: result.source });
    return { step: 'confirm', by: result.enteredBy, at: result.enteredAt, words };
  }
  if (result && corrections.proposed) {
    const { winners, source, reason, by, at } = corrections.proposed;
    const words = t('two.correction', { before: teamNames(result.winners, teams), after: teamNames(winners, teams), source, reason });
    return { step: 'confirm-correction', by, at, words };
  }
  if (voidProposed) {
    const cause = word('cause', voidProposed.cause) + (voidProposed.note ? ` (${voidProposed.note})` : '');
    return { step: 'confirm-void', by: voidProposed.by, at: voidProposed.at, words: t('two.void', { cause }) };
  }
  return null;
}

/**
 * @param {string} name
 * @param {Match} match as it was seen: what is confirmed is that, nothing else
 * @returns {Step}
 */
function stepOf(name, match) {
  const path = `/admin/matches/${encodeURIComponent(match.matchId)}/`;
  const about = t('do.about', { name: match.name });
  const title = t(`do.${name}`);
  const reason = { name: 'reason', label: t('do.reason'), kind: /** @type {const} */ ('long'), hint: t('do.reason-hint') };
  const winners = {
    name: 'winners',
    label: t('do.winners'),
    kind: /** @type {const} */ ('several'),
    needed: true,
    hint: t('do.winners-hint'),
    choices: match.teams.map(({ code, name }) => ({ value: code, label: name })),
  };
  const source = { name: 'source', label: t('do.source'), kind: /** @type {const} */ ('text'), needed: true, hint: t('do.source-hint') };
  const named = (/** @type {string[]} */ codes) => teamNames(codes, match.teams);
  const result = match.result;
  switch (name) {
    case 'suspend':
      return {
        title,
        says: () => [about, t('do.suspend-1'), t('do.suspend-2', { at: exactTime(match.closesAt) })],
        fields: [reason],
        act: title,
        run: (values) => write('POST', path + 'suspend', { reason: values.reason || null }),
      };
    case 'resume':
      return { title, says: () => [about, t('do.resume-1')], act: title, run: () => write('POST', path + 'resume') };
    case 'close':
      return {
        title,
        says: () => [about, t('do.close-1'), t('do.close-2'), t('do.close-3')],
        typed: () => match.name,
        act: title,
        danger: true,
        run: () => write('POST', path + 'close'),
      };
    case 'result':
      return {
        title,
        says: (values) => [
          about,
          t(settings.twoPersons ? 'do.result-1' : 'do.result-1-alone'),
          t('do.result-2'),
          ...(values.winners?.length ? [t('do.result-3', { winners: named([values.winners].flat()) })] : []),
        ],
        fields: [winners, source, { name: 'startedAt', label: t('do.started'), kind: 'moment', hint: t('do.started-hint', { zone: zone() }) }],
        act: title,
        run: (values) => write('POST', path + 'result', { ...values, startedAt: values.startedAt || null }),
      };
    case 'confirm':
      return {
        title,
        says: () => [
          about,
          t('do.confirm-1', { winners: named(result?.winners ?? []) }),
          ...(result?.startedAt ? [t('do.confirm-started', { at: exactTime(result.startedAt) })] : []),
          t('do.confirm-2'),
        ],
        typed: () => match.name,
        act: title,
        danger: true,
        run: () => write('POST', path + 'confirm', { winners: result?.winners, startedAt: result?.startedAt ?? null }),
      };
    case 'withdraw':
      return {
        title,
        says: () => [about, t('do.withdraw-1', { winners: named(result?.winners ?? []) }), ...(settings.twoPersons ? [t('do.withdraw-2')] : [])],
        fields: [{ ...reason, needed: true }],
        act: title,
        danger: true,
        run: (values) => write('POST', path + 'withdraw', values),
      };
    case 'withdraw-correction':
      return {
        title,
        says: () => [about, t('do.withdraw-correction-1', { winners: named(match.corrections.proposed?.winners ?? []) })],
        fields: [{ ...reason, needed: true }],
        act: title,
        run: (values) => write('POST', path + 'withdraw', values),
      };
    case 'correct':
      return {
        title,
        says: () => [about, t('do.correct-1', { winners: named(result?.winners ?? []) }), t(settings.twoPersons ? 'do.correct-2' : 'do.correct-2-alone'), t('do.correct-3')],
        fields: [winners, source, { ...reason, needed: true }],
        act: title,
        run: (values) => write('POST', path + 'correct', values),
      };
    case 'confirm-correction': {
      const after = match.corrections.proposed?.winners ?? [];
      return {
        title,
        says: () => [
          about,
          t('do.confirm-correction-1', { before: named(result?.winners ?? []), after: named(after) }),
          t('do.confirm-correction-2'),
        ],
        typed: () => match.name,
        act: title,
        danger: true,
        run: () => write('POST', path + 'confirm', { winners: after, startedAt: result?.startedAt ?? null }),
      };
    }
    case 'confirm-void':
      return {
        title,
        says: () => [about, t('do.confirm-void-1', { cause: word('cause', match.voidProposed?.cause ?? '') })],
        typed: () => match.name,
        act: title,
        danger: true,
        run: () => write('POST', path + 'confirm', { void: match.voidProposed?.cause }),
      };
    default:
      return {
        title,
        says: (values) => [
          about,
          t('do.void-1'),
          ...(match.salesStatus === 'Closed' ? [] : [t('do.void-2')]),
          ...(values.cause ? [t(!settings.twoPersons ? 'do.void-alone' : takesTwo(match, String(values.cause)) ? 'do.void-two' : 'do.void-one')] : []),
        ],
        fields: [
          {
            name: 'cause',
            label: t('do.cause'),
            kind: 'one',
            needed: true,
            choices: CAUSES.map((cause) => ({ value: cause, label: word('cause', cause) })),
          },
          { name: 'note', label: t('do.note'), kind: 'long', hint: t('do.note-hint') },
        ],
        // A match on sale is closed by it, whoever has to confirm the rest.
        typed: (values) => (match.salesStatus !== 'Closed' || !takesTwo(match, String(values.cause)) ? match.name : undefined),
        act: title,
        danger: true,
        run: (values) => write('POST', path + 'void', { cause: values.cause, note: values.note || null }),
      };
  }
}

/**
 * Whether the match is void only once a second person agrees.
 *
 * @param {Match} match
 * @param {string} cause
 */
function takesTwo(match, cause) {
  return settings.twoPersons && takesJudgement(match, cause);
}

/**
 * Whether somebody has to judge, or may know how the match ends.
 *
 * @param {Match} match
 * @param {string} cause
 */
function takesJudgement(match, cause) {
  return cause === 'POOL_INTEGRITY' || cause === 'OTHER' || Date.parse(match.closesAt) <= Date.now() || match.withdrawn !== null;
}

customElements.define('match-steps', MatchSteps);

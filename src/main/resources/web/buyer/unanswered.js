/** A purchase nobody has answered: what is known of it, and what one may do. */
import { html, nothing } from 'lit';
import { say, t, time, won } from '../common/text.js';
import { teamName } from './matches.js';
import { purchases } from './purchases.js';

say({
  'unanswered.asking': [
    '답을 받지 못해서 구매됐는지 아직 몰라요. 같은 주문 번호로 다시 묻고 있어요. 여러 번 물어도 한 번만 구매돼요.',
    'There was no answer, so we don’t know yet whether it was bought. We are asking again under the same order number: it is bought once, however often we ask.',
  ],
  'unanswered.left': [
    '{at}에 시작한 {team} {stake} 구매의 답을 받지 못했어요. 이미 구매됐을 수도 있어요. 계속하면, 아직 구매되지 않았을 때 지금 구매돼요.',
    'Your purchase of {team} for {stake}, begun at {at}, was not answered. It may have been bought. If you go on and it was not, it is bought now.',
  ],
  'unanswered.goOn': ['계속하기', 'Go on'],
  'unanswered.stop': ['그만 묻기', 'Stop asking'],
});

/**
 * @param {NonNullable<typeof purchases.intent>} intent
 * @param {Match | undefined} match
 */
export function unanswered(intent, match) {
  const left = purchases.step === 'left';
  const words = left
    ? t('unanswered.left', { at: time(intent.at), team: teamName(match, intent.team), stake: won(intent.stake) })
    : t('unanswered.asking');
  return html`<div class="notice wait">
    <p>${words}</p>
    <div class="row">
      ${left ? html`<button class="button first" @click=${() => purchases.goOn()}>${t('unanswered.goOn')}</button>` : nothing}
      <button
        class="button"
        @click=${() => {
          purchases.stop();
        }}
      >
        ${t('unanswered.stop')}
      </button>
    </div>
  </div>`;
}

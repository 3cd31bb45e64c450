/** By which rules a match is sold and shared out. They are read once: but for stakes they never change. */
import { read } from '../common/api.js';

/** @type {Map<string, Promise<PoolRules>>} */
const asked = new Map();

/**
 * @param {string} matchId
 * @returns {Promise<PoolRules>}
 */
export function rulesOf(matchId) {
  const known = asked.get(matchId);
  if (known) {
    return known;
  }
  const answer = /** @type {Promise<PoolRules>} */ (read(`/matches/${encodeURIComponent(matchId)}/rules`));
  answer.catch(() => asked.delete(matchId));
  asked.set(matchId, answer);
  return answer;
}

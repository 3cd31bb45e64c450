/** What a pool would pay, and by which rules. Only the server's figures count; these help to decide. */
import { read } from '../common/api.js';

/**
 * The dividend if another stake came in and nothing else changed, by rule 3 of the pool: D = max(1.0, N / W), rounded down to one decimal.
 *
 * @param {Match} match
 * @param {Tally | null} tally
 * @param {string} team
 * @param {number} stake in KRW
 */
export function dividendWith(match, tally, team, stake) {
  const gross = (tally?.stake ?? 0) + stake;
  const onTeam = stakeOn(tally, team) + stake;
  const net = Math.floor((gross * (10_000 - match.pool.takeoutBasisPoints)) / 10_000) + (tally?.pool?.carryIn ?? 0);
  return Math.max(10, Math.floor((10 * net) / onTeam)) / 10;
}

/**
 * A whole number, as stakes are multiples of ten.
 *
 * @param {number} stake
 * @param {number} dividend
 */
export function payout(stake, dividend) {
  return Math.floor((stake * Math.round(dividend * 10)) / 10);
}

/**
 * @param {Tally | null | undefined} tally
 * @param {string} team
 */
export function stakeOn(tally, team) {
  return tally?.teams.find((it) => it.team === team)?.stake ?? 0;
}

/**
 * @param {Tally | null | undefined} tally
 * @param {string} team
 */
export function dividendOf(tally, team) {
  return tally?.teams.find((it) => it.team === team)?.dividend ?? null;
}

/** @type {Map<string, Promise<PoolRules>>} */
const asked = new Map();

/**
 * Read once: but for stakes they never change.
 *
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

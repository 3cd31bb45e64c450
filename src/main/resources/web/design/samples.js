/** What is shown of the buyer's parts: a match and its tickets that are nowhere but here. */

/** @type {Match} */
export const MATCH = {
  matchId: 'sample',
  name: 'LG Twins vs SSG Landers',
  teams: [
    { code: 'LG', name: 'LG Twins' },
    { code: 'SSG', name: 'SSG Landers' },
  ],
  opensAt: new Date(Date.now() - 3_600_000).toISOString(),
  closesAt: new Date(Date.now() + 5_400_000).toISOString(),
  status: 'Open',
  salesStatus: 'OnSale',
  rules: 'r0',
  pool: { takeoutBasisPoints: 2800, unbacked: 'REFUND', tax: 'NONE', carryFrom: null },
  closedBy: null,
  closedAt: null,
  stoppedAt: null,
  suspended: null,
  result: null,
  withdrawn: null,
  voidProposed: null,
  voided: null,
  settledAt: null,
  corrections: { made: 0, reason: null, proposed: null },
};

/** @type {[TicketStatus, Partial<Ticket>][]} */
const STATES = [
  ['Pending', {}],
  ['Approved', { tallied: true, cancellableUntil: new Date(Date.now() + 540_000).toISOString() }],
  ['Rejected', { reason: 'INSUFFICIENT_FUNDS' }],
  ['Cancelling', { reason: 'BUYER_REQUEST' }],
  ['Undecided', { reason: 'BUYER_REQUEST' }],
  ['Cancelled', { reason: 'PAYMENT_TIMEOUT' }],
  ['Won', { dividend: 2.8, payout: 14_000, tax: 0 }],
  ['Lost', { payout: 0, tax: 0 }],
  ['Refunded', { reason: 'VOID', payout: 5_000, tax: 0 }],
];

/** @type {Ticket[]} */
export const TICKETS = STATES.map(([status, more], i) => ({
  ticketId: `0194f3a0-5c1e-7d20-9a51-3a1c6a5d8f1${i}`,
  buyerId: 'buyer-1',
  matchId: MATCH.matchId,
  team: i % 2 === 0 ? 'LG' : 'SSG',
  stake: 5_000,
  status,
  tallied: false,
  reason: null,
  correlationId: '4bf92f3577b34da6a3ce929d0e0e4736',
  requestedAt: new Date(Date.now() - i * 60_000).toISOString(),
  updatedAt: new Date(Date.now() - i * 60_000).toISOString(),
  ...more,
}));

const STEPS = [
  [600, 1.4, 1.4],
  [480, 1.5, 1.3],
  [420, 1.8, 1.2],
  [300, 1.6, 1.3],
  [180, 1.7, 1.2],
  [60, 1.9, 1.1],
];

/** With a gap, as after a lost connection. */
export const MOVES = STEPS.flatMap(([ago, lg, ssg], i) => {
  const move = { at: Date.now() - ago * 1000, dividends: /** @type {Record<string, number> | null} */ ({ LG: lg, SSG: ssg }) };
  return i === 2 ? [move, { at: move.at + 60_000, dividends: null }] : [move];
});

/**
 * What the API says, as far as pages use it: openapi.yaml is its description. Global, so that no
 * module imports another for a type alone.
 */

type Team = { code: string; name: string };

type Match = {
  matchId: string;
  name: string;
  teams: Team[];
  opensAt: string;
  closesAt: string;
  status: 'Scheduled' | 'Open' | 'Suspended' | 'Closed' | 'Provisional' | 'Official' | 'Settled' | 'Void';
  salesStatus: 'NotOpen' | 'OnSale' | 'Suspended' | 'Closed';
  rules: string;
  pool: { takeoutBasisPoints: number; unbacked: string; tax: string; carryFrom: string | null };
  closedBy: string | null;
  closedAt: string | null;
  stoppedAt: string | null;
  suspended: { by: string; reason: string | null; at: string } | null;
  result: MatchResult | null;
  withdrawn: { by: string; reason: string; at: string } | null;
  voidProposed: MatchVoid | null;
  voided: MatchVoid | null;
  settledAt: string | null;
  corrections: { made: number; reason: string | null; proposed: Correction | null };
};

type MatchResult = {
  winners: string[];
  source: string;
  startedAt: string | null;
  enteredBy: string;
  enteredAt: string;
  confirmedBy: string | null;
  confirmedAt: string | null;
};

type MatchVoid = { cause: string; note: string | null; by: string; at: string; confirmedBy: string | null };
type Correction = { winners: string[]; source: string; reason: string; by: string; at: string };

type Tally = {
  matchId: string;
  teams: { team: string; stake: number; tickets: number; cancelled: number; dividend: number | null }[];
  stake: number;
  tickets: number;
  pool: { gross: number; carryIn: number | null; net: number; takeoutBasisPoints: number; rulesVersion: string } | null;
  version: number;
  updatedAt: string | null;
  final: boolean;
};

type TotalsPoint = { at: string; teams: { team: string; stake: number; dividend: number | null }[] };
type TotalsHistory = { matchId: string; points: TotalsPoint[] };

type Outcome = {
  matchId: string;
  status: Match['status'];
  winners: string[];
  kind: 'PAID' | 'REFUNDED' | 'NET_REFUNDED' | 'CARRIED' | 'VOID' | null;
  dividends: Record<string, number> | null;
};

type TicketStatus =
  | 'Pending'
  | 'Approved'
  | 'Rejected'
  | 'Cancelling'
  | 'Undecided'
  | 'Cancelled'
  | 'Won'
  | 'Lost'
  | 'Refunded';

type Ticket = {
  ticketId: string;
  buyerId: string;
  matchId: string;
  team: string;
  stake: number;
  status: TicketStatus;
  tallied: boolean;
  reason: string | null;
  correlationId: string;
  dividend?: number;
  payout?: number;
  tax?: number;
  paid?: number;
  requestedAt: string;
  updatedAt: string;
  rules?: string;
  balance?: number;
  /** Not told yet by every release. */
  cancellableUntil?: string | null;
};

type TicketHistory = {
  events: { sequenceNr: number; at: string; event: string; reason?: string; amount?: number; tax?: number; paid?: number }[];
};

type Wallet = {
  buyerId: string;
  balance: number;
  openCharges: { ticketId: string; matchId: string; amount: number }[];
};

type StatementLine = {
  entryId: number;
  kind: string;
  amount: number;
  balance: number;
  matchId: string | null;
  ticketId: string | null;
  correlationId: string;
  at: string;
};

type Limit = {
  own: number | null;
  house: number | null;
  inForce: number | null;
  used: number;
  left: number | null;
  freeAgainAt: string | null;
  raise: { to: number | null; confirmFrom: string; confirmBefore: string } | null;
};

type LimitName =
  | 'dailyStake'
  | 'weeklyStake'
  | 'monthlyStake'
  | 'dailyLoss'
  | 'weeklyLoss'
  | 'monthlyLoss'
  | 'dailyDeposit'
  | 'weeklyDeposit'
  | 'monthlyDeposit'
  | 'dailyMinutes';

type Limits = { buyerId: string; excludedUntil: string | null } & Record<LimitName, Limit>;

type Page<T> = { items: T[]; nextCursor: string | null };

type ProblemBody = {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: { pointer?: string; detail: string }[];
  [more: string]: unknown;
};

/** How people sign in here. */
type SignIn =
  | { kind: 'DEMO' | 'NONE' }
  | { kind: 'OIDC'; issuer: string; clientId: string; scope: string };

type PoolRules = {
  matchId: string;
  version: string;
  takeoutBasisPoints: number;
  minimumDividend: number;
  dividendStep: number;
  unbacked: string;
  tax: string;
  stakes: { min: number; max: number; step: number; onMatch: number };
};

type SettlementReport = { matchId: string; result: { kind: Outcome['kind']; winners: string[]; dividends: Record<string, number> } };

/** What the API says to administrators alone, beside ../types.d.ts. */

type PoolKind = 'PAID' | 'REFUNDED' | 'NET_REFUNDED' | 'CARRIED' | 'VOID';

type PoolResult = {
  kind: PoolKind;
  winners: string[];
  stakes: Record<string, number>;
  gross: number;
  carryIn: number;
  net: number;
  takeout: number;
  topUp: number;
  payouts: number;
  breakage: number;
  carryOut: number;
  dividends: Record<string, number>;
};

type RulesInNumbers = { version: string; takeoutBasisPoints: number; unbacked: string; tax: string };

type Settlement = {
  matchId: string;
  phase: 'COUNTING' | 'SEALED' | 'PAYING' | 'COMPLETED';
  waitsFor: string | null;
  barred: boolean;
  fixed: { round: number; rules: string; result: PoolResult; root: string; at: string } | null;
  tickets: number | null;
  settled: {
    tickets: number;
    won: number;
    lost: number;
    refunded: number;
    payouts: number;
    tax: number;
    refunds: number;
    overpaid: number;
  };
  left: number;
  ticketsPerSecond: number | null;
  estimatedEnd: string | null;
  completedAt: string | null;
};

/** The report, all of it. */
type WholeReport = {
  matchId: string;
  round: number;
  at: string;
  rules: RulesInNumbers;
  result: PoolResult;
  tickets: number;
  root: string;
};

type SettlementPreview = {
  matchId: string;
  final: boolean;
  updatedAt: string | null;
  tickets: number;
  rules: RulesInNumbers;
  result: PoolResult;
};

type Sales = {
  state: 'OnSale' | 'Suspended';
  by: string | null;
  since: string | null;
  reason: string | null;
  stoppedAt: string | null;
  steps: {
    step: 'Suspended' | 'Resumed';
    by: string;
    at: string;
    reason: string | null;
    stoppedAt: string | null;
    correlationId: string;
  }[];
};

type TicketStep = {
  sequenceNr: number;
  at: string;
  event: string;
  by?: string;
  reason?: string;
  note?: string;
  tallied?: boolean;
  round?: number;
  dividend?: number;
  amount?: number;
  tax?: number;
  paid?: number;
  correlationId: string;
};

/** The life of a ticket, all of it. */
type WholeHistory = {
  ticketId: string;
  buyerId: string;
  matchId: string;
  team: string;
  stake: number;
  events: TicketStep[];
};

type PaymentBreaker = {
  node: string;
  state: 'Closed' | 'Open' | 'HalfOpen';
  since: string;
  opened: number;
  answered: number;
  failures: number;
  suspended: number;
  turns: { state: 'Closed' | 'Open'; at: string }[];
};

type LedgerEntry = {
  entryId: number;
  transactionId: string;
  leg: number;
  kind: string;
  debit: string;
  credit: string;
  amount: number;
  walletBalance: number | null;
  matchId: string | null;
  ticketId: string | null;
  /** Why a stake was given back by it. */
  cause: string | null;
  correlationId: string;
  at: string;
  recordedAt: string;
};

type Returns = {
  matchId: string;
  classes: {
    of: 'CANCELLED' | 'FAILED' | 'VOID' | 'REFUNDED' | 'UNKNOWN';
    tickets: number;
    amount: number;
    causes: { cause: string; tickets: number; amount: number }[];
  }[];
  tickets: number;
  amount: number;
  difference: number;
  entries: number;
  latestAt: string | null;
  journalPosition: number;
};

type OfficeSettings = { twoPersons: boolean };

type RefusedStep = {
  step: 'SUSPEND' | 'RESUME' | 'RESULT' | 'CONFIRM' | 'WITHDRAW' | 'CORRECT' | 'VOID';
  reason: string;
  by: string;
  at: string;
  correlationId: string;
};

type RefusedCancellation = {
  ticketId: string;
  matchId: string;
  as: 'OWNER' | 'OTHER_BUYER' | 'ADMINISTRATOR';
  by: string;
  reason: string;
  at: string;
  correlationId: string;
};

type LedgerAccount = { account: string; balance: number; entries: number };

type TrialBalance = {
  at: string | null;
  balances: { of: string; balance: number }[];
  total: number;
  entries: number;
  latestAt: string | null;
  journalPosition: number;
};

type SupervisedLimits = Limits & {
  supervisedStake: number | null;
  stakeApprovals: { approvalId: string; upTo: number; validUntil: string }[];
};

type StakeApproval = { approvalId: string; buyerId: string; upTo: number; reason: string; by: string; validUntil: string };

type Deposit = { depositId: string; buyerId: string; amount: number; balance: number };

type Cluster = { nodes: ClusterNode[]; toldBy: string };

type ClusterNode = {
  address: string;
  roles: string[];
  status: string;
  reachable: boolean;
  /** Null if the node did not answer in time. */
  ready: boolean | null;
  notReady: string | null;
  /** By the type of entity; entities are those in memory. */
  shards: Record<string, { shards: number; entities: number }>;
  /** In seconds, by the name of the projection. */
  lags: Record<string, number>;
};

/** What was entered of a step; moments in UTC. */
type StepValues = Record<string, string | string[]>;

type StepField = {
  /** As the API calls it. */
  name: string;
  label: string;
  kind: 'text' | 'long' | 'moment' | 'several' | 'one';
  needed?: boolean;
  hint?: string;
  value?: string | string[];
  choices?: { value: string; label: string }[];
  /** What is wrong with what was entered; empty if nothing is. */
  wrong?: (typed: string) => string;
};

/** Something that somebody does, see step-dialog.js. */
type Step = {
  title: string;
  /** What will happen. */
  says: (values: StepValues) => string[];
  fields?: StepField[];
  /** What has to be typed, as it can't be undone. */
  typed?: (values: StepValues) => string | undefined;
  act: string;
  danger?: boolean;
  /** May be asked again: it is done once. */
  run: (values: StepValues) => Promise<unknown>;
};

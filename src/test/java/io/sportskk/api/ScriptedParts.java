package io.sportskk.api;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import io.sportskk.kernel.Money;
import io.sportskk.match.AllSales;
import io.sportskk.match.CatalogueQuery;
import io.sportskk.match.Course;
import io.sportskk.match.Match;
import io.sportskk.match.MatchCommand;
import io.sportskk.match.MatchEvent;
import io.sportskk.match.MatchStep;
import io.sportskk.match.Matches;
import io.sportskk.match.VoidCause;
import io.sportskk.payment.ApproveReply;
import io.sportskk.payment.BreakerStatus;
import io.sportskk.payment.DepositReply;
import io.sportskk.payment.ExcludeReply;
import io.sportskk.payment.LimitKind;
import io.sportskk.payment.PaymentQuery;
import io.sportskk.payment.PlayLimits;
import io.sportskk.payment.Wallet;
import io.sportskk.payment.WalletCommand;
import io.sportskk.payment.Wallets;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Tax;
import io.sportskk.pool.Unbacked;
import io.sportskk.settlement.Settlements;
import io.sportskk.tally.MatchTotals;
import io.sportskk.tally.Tallies;
import io.sportskk.tally.TallyCommand;
import io.sportskk.tally.TallyQuery;
import io.sportskk.tally.TotalsHistory;
import io.sportskk.tally.TotalsReply;
import io.sportskk.ticket.BuyReply;
import io.sportskk.ticket.CancelReply;
import io.sportskk.ticket.DecideReply;
import io.sportskk.ticket.GetReply;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.ReversalDecision;
import io.sportskk.ticket.Sales;
import io.sportskk.ticket.Ticket;
import io.sportskk.ticket.TicketCommand;
import io.sportskk.ticket.TicketEvent.Canceller;
import io.sportskk.ticket.TicketStatus;
import io.sportskk.ticket.Tickets;
import io.sportskk.view.RefusedCancellation;
import io.sportskk.view.TicketRow;
import io.sportskk.view.TicketStep;
import io.sportskk.view.ViewQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Parts that answer as the names in a request tell them to, in real shard regions and behind the
 * real receptionist: for tests of how each answer is rendered. A match called {@code silent} gets
 * no answer, and so on.
 */
final class ScriptedParts {

  static final Instant TIME = Instant.parse("2026-05-01T10:00:00Z");
  static final Match.Pool POOL = new Match.Pool(PoolRules.EARLIER, null);
  static final Match MATCH =
      new Match(
          "kt-lg",
          "KT - LG",
          List.of(new Match.Team("KT", "KT Wiz"), new Match.Team("LG", "LG Twins")),
          TIME,
          Instant.parse("2999-01-01T00:00:00Z"),
          null,
          POOL,
          Course.NONE);
  static final TotalsHistory HISTORY =
      new TotalsHistory(
          "kt-lg",
          List.of("KT", "LG"),
          List.of(
              new TotalsHistory.Point(TIME, List.of(Money.won(3000), Money.ZERO)),
              new TotalsHistory.Point(
                  TIME.plusSeconds(180), List.of(Money.won(3000), Money.won(500)))));
  static final MatchTotals TOTALS =
      new MatchTotals(
          "kt-lg",
          List.of(
              new MatchTotals.TeamTotal("KT", Money.won(3000), 2, 1),
              new MatchTotals.TeamTotal("LG", Money.won(500), 1, 0)),
          4,
          Instant.parse("2998-01-01T00:00:00Z"), // lately, whenever a test runs
          null);

  static final String TICKET_ID = "019424b0-8f1e-7c3a-b1f5-0d8d2f5a6c11";

  /** A ticket whose events can't be read. */
  static final String NO_JOURNAL = "019424b0-8f1e-7c3a-b1f5-0d8d2f5a6c12";

  private static final Map<String, BuyReply> REFUSALS =
      Map.of(
          "unknown-match", new BuyReply.NotOnSale(Sales.Refusal.UNKNOWN_MATCH),
          "unknown-team", new BuyReply.NotOnSale(Sales.Refusal.UNKNOWN_TEAM),
          "not-open", new BuyReply.NotOnSale(Sales.Refusal.SALES_NOT_OPEN),
          "closed", new BuyReply.NotOnSale(Sales.Refusal.SALES_CLOSED),
          "suspended", new BuyReply.NotOnSale(Sales.Refusal.SALES_SUSPENDED),
          "bounds",
              new BuyReply.StakeOutOfBounds(Money.won(100), Money.won(100_000), Money.won(100)),
          "running", new BuyReply.StillRunning(),
          "all-suspended", new BuyReply.NotOnSale(Sales.Refusal.ALL_SALES_SUSPENDED),
          "sales-unavailable", new BuyReply.SalesUnavailable());

  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final Instant EXCLUDED_UNTIL = Instant.parse("2998-01-01T00:00:00Z");

  private static final Map<String, String> REJECTIONS =
      Map.of(
          "no-funds", "INSUFFICIENT_FUNDS",
          "limit", "MATCH_LIMIT_EXCEEDED",
          "stake-limit", "STAKE_LIMIT_EXCEEDED",
          "loss-limit", "LOSS_LIMIT_EXCEEDED",
          "time-limit", "TIME_LIMIT_EXCEEDED",
          "excluded", "SELF_EXCLUDED",
          "supervised", "SUPERVISOR_NEEDED",
          "too-late-to-pay", "TOO_LATE");

  private static final Map<String, TicketStatus> WAYS =
      Map.of(
          "pending", TicketStatus.PENDING,
          "cancelled-meanwhile", TicketStatus.CANCELLING,
          "forgotten", TicketStatus.UNDECIDED,
          "never-paid", TicketStatus.CANCELLED);

  private static final Map<String, String> CANCELLATIONS =
      Map.of(
          "cancelled-meanwhile", "BUYER_REQUEST",
          "forgotten", "PAYMENT_TIMEOUT",
          "never-paid", "PAYMENT_TIMEOUT");

  /** Who wanted to cancel which ticket in vain, and the correlation id of that. */
  static final List<String> IN_VAIN = new CopyOnWriteArrayList<>();

  private ScriptedParts() {}

  static void startEntities(ActorSystem<?> system) {
    ClusterSharding sharding = ClusterSharding.get(system);
    sharding.init(Entity.of(Tickets.KEY, entity -> ticket(entity.getEntityId(), null)));
    sharding.init(Entity.of(Matches.KEY, entity -> match(entity.getEntityId())));
    sharding.init(Entity.of(Wallets.KEY, entity -> wallet(entity.getEntityId(), null)));
    sharding.init(Entity.of(Tallies.KEY, entity -> tally(entity.getEntityId())));
    sharding.init(
        Entity.of(Settlements.KEY, entity -> ScriptedPools.settlement(entity.getEntityId())));
  }

  private static Behavior<TicketCommand> ticket(String id, Ticket ticket) {
    return Behaviors.receive(TicketCommand.class)
        .onMessage(TicketCommand.Buy.class, buy -> bought(id, ticket, buy))
        .onMessage(
            TicketCommand.Get.class,
            get -> {
              get.replyTo()
                  .tell(ticket == null ? new GetReply.NoSuchTicket() : new GetReply.Found(ticket));
              return Behaviors.same();
            })
        .onMessage(TicketCommand.Cancel.class, cancel -> cancelled(id, ticket, cancel))
        .onMessage(
            TicketCommand.CancelInVain.class,
            cancel -> {
              IN_VAIN.add(cancel.by() + " " + id + " " + cancel.correlationId());
              cancel.replyTo().tell(new CancelReply.NoSuchTicket());
              return Behaviors.same();
            })
        .onMessage(TicketCommand.Decide.class, decide -> decided(id, decide))
        .build();
  }

  /** The note says how it is answered, and the correlation id comes back as that of the ticket. */
  private static Behavior<TicketCommand> decided(String id, TicketCommand.Decide decide) {
    boolean giveBack = decide.decision() == ReversalDecision.GIVE_BACK;
    Ticket ticket =
        new Ticket(
            new Purchase(
                id, "buyer-1", "kt-lg", "KT", Money.won(1000), TIME, decide.correlationId()),
            giveBack ? TicketStatus.CANCELLING : TicketStatus.CANCELLED,
            false,
            "BUYER_REQUEST",
            null,
            TIME,
            6,
            null,
            null,
            null);
    decide
        .replyTo()
        .tell(
            switch (String.valueOf(decide.note())) {
              case "again" -> new DecideReply.Decided(ticket, true);
              case "otherwise" ->
                  new DecideReply.OtherDecision(
                      ticket, decide.decision(), "not " + decide.decidedBy(), TIME);
              case "not undecided" -> new DecideReply.NotUndecided(ticket);
              case "unknown" -> new DecideReply.NoSuchTicket();
              default -> new DecideReply.Decided(ticket, false);
            });
    return Behaviors.same();
  }

  private static Behavior<TicketCommand> bought(String id, Ticket ticket, TicketCommand.Buy buy) {
    String matchId = buy.matchId();
    if (ticket != null) {
      boolean same =
          ticket.purchase().matchId().equals(matchId)
              && ticket.purchase().team().equals(buy.team())
              && ticket.purchase().stake().equals(buy.stake());
      buy.replyTo()
          .tell(
              same
                  ? new BuyReply.Taken(
                      ticket,
                      true,
                      ticket.purchase().matchId().equals("kt-lg"),
                      false,
                      Duration.ofMillis(1500),
                      null)
                  : new BuyReply.OtherContent());
      return Behaviors.same();
    }
    if (matchId.equals("silent")) {
      return Behaviors.same();
    }
    if (REFUSALS.containsKey(matchId)) {
      buy.replyTo().tell(REFUSALS.get(matchId));
      return Behaviors.same();
    }
    TicketStatus status =
        REJECTIONS.containsKey(matchId)
            ? TicketStatus.REJECTED
            : WAYS.getOrDefault(matchId, TicketStatus.APPROVED);
    Ticket taken =
        new Ticket(
            new Purchase(
                id, buy.buyerId(), matchId, buy.team(), buy.stake(), TIME, buy.correlationId()),
            status,
            status == TicketStatus.APPROVED,
            CANCELLATIONS.getOrDefault(matchId, REJECTIONS.get(matchId)),
            null,
            TIME,
            2,
            null,
            null,
            null);
    boolean waits = status == TicketStatus.PENDING;
    buy.replyTo()
        .tell(
            new BuyReply.Taken(
                taken,
                false,
                status == TicketStatus.APPROVED,
                waits,
                waits ? Duration.ofMillis(1500) : Duration.ZERO,
                balance(matchId, status)));
    return ticket(id, taken);
  }

  private static Money balance(String matchId, TicketStatus status) {
    if (matchId.equals("older-payment")) {
      return null;
    }
    return switch (status) {
      case APPROVED -> Money.won(99_000);
      case REJECTED -> Money.won(900);
      default -> null;
    };
  }

  private static Behavior<TicketCommand> cancelled(
      String id, Ticket ticket, TicketCommand.Cancel cancel) {
    if (ticket == null || !ticket.purchase().buyerId().equals(cancel.buyerId())) {
      cancel.replyTo().tell(new CancelReply.NoSuchTicket());
      return Behaviors.same();
    }
    if (ticket.purchase().matchId().equals("over")) {
      cancel.replyTo().tell(new CancelReply.TooLate(ticket));
      return Behaviors.same();
    }
    if (ticket.purchase().matchId().equals("on-hold")) {
      cancel.replyTo().tell(new CancelReply.SalesSuspended(ticket));
      return Behaviors.same();
    }
    if (ticket.purchase().matchId().equals("gone")) {
      cancel.replyTo().tell(new CancelReply.SalesUnavailable());
      return Behaviors.same();
    }
    if (ticket.purchase().matchId().equals("forgotten")) {
      cancel.replyTo().tell(new CancelReply.Undecided(ticket));
      return Behaviors.same();
    }
    TicketStatus status =
        ticket.status() == TicketStatus.PENDING ? TicketStatus.CANCELLING : TicketStatus.CANCELLED;
    Ticket after =
        new Ticket(
            ticket.purchase(), status, false, "BUYER_REQUEST", null, TIME, 4, null, null, null);
    cancel
        .replyTo()
        .tell(
            status == TicketStatus.CANCELLED
                ? new CancelReply.Cancelled(after, Money.won(100_000))
                : new CancelReply.Cancelling(after, Duration.ofSeconds(2)));
    return ticket(id, after);
  }

  private static Behavior<MatchCommand> match(String id) {
    return Behaviors.receive(MatchCommand.class)
        .onMessage(
            MatchCommand.GetMatch.class,
            get -> {
              if (id.equals("silent")) {
                return Behaviors.same();
              }
              get.replyTo()
                  .tell(
                      id.equals("kt-lg") || ScriptedPools.has(id)
                          ? new MatchCommand.Found(
                              ScriptedPools.has(id) ? ScriptedPools.match(id) : MATCH)
                          : new MatchCommand.NoSuchMatch());
              return Behaviors.same();
            })
        .onMessage(
            MatchCommand.GetRefusals.class,
            get -> {
              get.replyTo()
                  .tell(
                      id.equals("kt-lg")
                          ? new MatchCommand.Refusals(
                              List.of(
                                  refused(MatchStep.VOID, MatchCommand.StepRefusal.OTHER_CAUSE),
                                  refused(MatchStep.RESULT, MatchCommand.StepRefusal.HOLDS_TICKET)))
                          : new MatchCommand.NoSuchMatch());
              return Behaviors.same();
            })
        .onMessage(
            MatchCommand.Open.class,
            open -> {
              Match opened =
                  new Match(
                      id,
                      open.name(),
                      open.teams(),
                      open.opensAt() == null ? TIME : open.opensAt(),
                      open.closesAt(),
                      null,
                      new Match.Pool(
                          new PoolRules(
                              2_800,
                              open.unbacked() == null ? Unbacked.REFUND : open.unbacked(),
                              Tax.NONE),
                          open.carryFrom()),
                      Course.NONE);
              open.replyTo()
                  .tell(
                      switch (id) {
                        case "taken" -> new MatchCommand.OtherContent(MATCH);
                        case "again" -> new MatchCommand.Opened(opened, true);
                        case "carry-away" -> new MatchCommand.CarryUnknown();
                        case "broken" ->
                            new MatchCommand.Invalid(
                                List.of(
                                    new MatchCommand.Problem(
                                        "/closesAt", "must be in the future")));
                        default -> new MatchCommand.Opened(opened, false);
                      });
              return Behaviors.same();
            })
        .onMessage(
            MatchCommand.Suspend.class,
            suspend ->
                step(
                    id,
                    suspend.replyTo(),
                    new Course(
                        new Course.Suspended(suspend.by(), suspend.reason(), TIME),
                        null,
                        null,
                        null,
                        null,
                        null)))
        .onMessage(MatchCommand.Resume.class, resume -> step(id, resume.replyTo(), Course.NONE))
        .onMessage(
            MatchCommand.EnterResult.class,
            entered ->
                step(
                    id,
                    entered.replyTo(),
                    new Course(
                        null,
                        new Course.Result(
                            entered.winners(),
                            entered.source(),
                            entered.startedAt(),
                            entered.by(),
                            TIME,
                            null,
                            null),
                        null,
                        null,
                        null,
                        null)))
        .onMessage(
            MatchCommand.Withdraw.class,
            withdraw ->
                step(
                    id,
                    withdraw.replyTo(),
                    new Course(
                        null,
                        null,
                        new Course.Withdrawn(withdraw.by(), withdraw.reason(), TIME),
                        null,
                        null,
                        null)))
        .onMessage(
            MatchCommand.Correct.class,
            correct ->
                step(
                    id,
                    correct.replyTo(),
                    new Course(
                        null,
                        null,
                        null,
                        null,
                        null,
                        new Course.Corrections(
                            0,
                            null,
                            new Course.Proposed(
                                correct.winners(),
                                correct.source(),
                                correct.reason(),
                                correct.by(),
                                TIME)))))
        .onMessage(
            MatchCommand.Confirm.class,
            confirm ->
                step(
                    id,
                    confirm.replyTo(),
                    confirm.voidCause() == null
                        ? new Course(
                            null,
                            new Course.Result(
                                confirm.winners(),
                                "tv",
                                confirm.startedAt(),
                                "admin-0",
                                TIME,
                                confirm.by(),
                                TIME),
                            null,
                            null,
                            TIME,
                            null)
                        : new Course(
                            null,
                            null,
                            null,
                            new Course.Voiding(
                                confirm.voidCause(), "why", "admin-0", TIME, confirm.by(), TIME),
                            null,
                            null)))
        .onMessage(
            MatchCommand.MakeVoid.class,
            made ->
                step(
                    id,
                    made.replyTo(),
                    new Course(
                        null,
                        null,
                        null,
                        new Course.Voiding(
                            made.cause(),
                            made.note(),
                            made.by(),
                            TIME,
                            null,
                            made.cause() == VoidCause.OTHER ? null : TIME),
                        null,
                        null)))
        .onMessage(
            MatchCommand.Close.class,
            close -> {
              close
                  .replyTo()
                  .tell(
                      id.equals("kt-lg")
                          ? new MatchCommand.SalesClosed(
                              new Match(
                                  id,
                                  MATCH.name(),
                                  MATCH.teams(),
                                  MATCH.opensAt(),
                                  MATCH.closesAt(),
                                  new Match.Closed(close.by(), TIME, TIME),
                                  POOL,
                                  Course.NONE))
                          : new MatchCommand.NoSuchMatch());
              return Behaviors.same();
            })
        .build();
  }

  private static Match went(Course course) {
    return new Match(
        MATCH.matchId(),
        MATCH.name(),
        MATCH.teams(),
        MATCH.opensAt(),
        MATCH.closesAt(),
        null,
        POOL,
        course);
  }

  private static MatchEvent.StepRefused refused(MatchStep step, MatchCommand.StepRefusal reason) {
    return new MatchEvent.StepRefused("kt-lg", step, reason, "admin-2", "c-9", TIME);
  }

  /** The id says how it is answered: as the match, or by the name of a refusal. */
  private static Behavior<MatchCommand> step(
      String id, ActorRef<MatchCommand.StepReply> replyTo, Course after) {
    MatchCommand.StepReply reply;
    if (id.equals("kt-lg") || id.equals("again")) {
      reply = new MatchCommand.StepDone(went(after), id.equals("again"));
    } else if (id.equals("broken")) {
      reply =
          new MatchCommand.InvalidStep(
              List.of(new MatchCommand.Problem("/winners/0", "must be a team")));
    } else if (id.equals("payment-away")) {
      reply = new MatchCommand.InterestUnknown();
    } else {
      reply =
          Stream.of(MatchCommand.StepRefusal.values())
              .filter(refusal -> refusal.name().equals(id))
              .findAny()
              .<MatchCommand.StepReply>map(
                  refusal -> new MatchCommand.StepRefused(refusal, went(after)))
              .orElseGet(MatchCommand.NoSuchMatch::new);
    }
    replyTo.tell(reply);
    return Behaviors.same();
  }

  private static Behavior<WalletCommand> wallet(String id, WalletCommand.Deposit first) {
    return Behaviors.receive(WalletCommand.class)
        .onMessage(
            WalletCommand.GetWallet.class,
            get -> {
              get.replyTo()
                  .tell(
                      new Wallet(
                          id,
                          Money.won(9000),
                          List.of(new Wallet.OpenCharge(TICKET_ID, "kt-lg", Money.won(1000)))));
              return Behaviors.same();
            })
        .onMessage(
            WalletCommand.GetLimits.class,
            get -> {
              get.replyTo().tell(limits(id, Map.of(), Map.of(), null));
              return Behaviors.same();
            })
        .onMessage(
            WalletCommand.SetLimits.class,
            set -> {
              set.replyTo().tell(limits(id, set.limits(), Map.of(), null));
              return Behaviors.same();
            })
        .onMessage(
            WalletCommand.SetHouseLimits.class,
            set -> {
              set.replyTo().tell(limits(id + ":" + set.by(), Map.of(), set.limits(), null));
              return Behaviors.same();
            })
        .onMessage(
            WalletCommand.Exclude.class,
            exclude -> {
              exclude.replyTo().tell(excluded(id, exclude));
              return Behaviors.same();
            })
        .onMessage(
            WalletCommand.ApproveStake.class,
            approve -> {
              approve.replyTo().tell(approved(approve));
              return Behaviors.same();
            })
        .onMessage(
            WalletCommand.Deposit.class,
            deposit -> {
              if (id.equals("excluded")) {
                deposit.replyTo().tell(new DepositReply.Excluded(EXCLUDED_UNTIL));
                return Behaviors.same();
              }
              if (id.equals("limited")) {
                deposit
                    .replyTo()
                    .tell(
                        new DepositReply.LimitExceeded(
                            LimitKind.MONTHLY_DEPOSIT, Money.won(400), NOW.plusSeconds(60)));
                return Behaviors.same();
              }
              if (id.equals("full")) {
                deposit
                    .replyTo()
                    .tell(new DepositReply.TooMany(5_000, Instant.parse("2026-05-31T09:30:00Z")));
                return Behaviors.same();
              }
              if (first != null && !first.amount().equals(deposit.amount())) {
                deposit.replyTo().tell(new DepositReply.OtherAmount(first.amount()));
                return Behaviors.same();
              }
              deposit.replyTo().tell(new DepositReply.Deposited(deposit.amount(), first != null));
              return wallet(id, deposit);
            })
        .build();
  }

  /** The id says how it is answered. */
  private static ApproveReply approved(WalletCommand.ApproveStake approve) {
    return switch (approve.approvalId()) {
      case "again" -> new ApproveReply.Approved(NOW.plusSeconds(30), true);
      case "own" -> new ApproveReply.OwnStake();
      case "small" -> new ApproveReply.NotNeeded(Money.won(100_000));
      case "unsupervised" -> new ApproveReply.NotNeeded(null);
      case "reused" -> new ApproveReply.OtherContent();
      case "many-open" -> new ApproveReply.TooManyOpen(20, NOW.plusSeconds(60));
      case "many" -> new ApproveReply.TooManyRemembered(200, NOW.plusSeconds(3_600));
      default -> new ApproveReply.Approved(NOW.plusSeconds(60), false);
    };
  }

  private static ExcludeReply excluded(String id, WalletCommand.Exclude exclude) {
    if (exclude.until().isBefore(NOW)) {
      return new ExcludeReply.NotInTheFuture(NOW);
    }
    return exclude.until().isBefore(EXCLUDED_UNTIL)
        ? new ExcludeReply.ForLonger(EXCLUDED_UNTIL)
        : new ExcludeReply.Excluded(
            limits(id + ":" + exclude.by(), Map.of(), Map.of(), exclude.until()));
  }

  /** Of each 700 are used, and a raise of the daily stake is asked for. */
  private static PlayLimits limits(
      String id, Map<LimitKind, Long> own, Map<LimitKind, Long> house, Instant excludedUntil) {
    Map<LimitKind, PlayLimits.Standing> standing = new EnumMap<>(LimitKind.class);
    for (LimitKind kind : LimitKind.values()) {
      Long limit = own.getOrDefault(kind, house.get(kind));
      standing.put(
          kind,
          new PlayLimits.Standing(
              own.get(kind),
              house.get(kind),
              limit,
              kind == LimitKind.WEEKLY_LOSS ? -700 : 700,
              limit == null ? null : (Long) Math.max(0, limit - 700),
              NOW.plusSeconds(60),
              kind == LimitKind.DAILY_STAKE
                  ? new PlayLimits.Raise(null, NOW.plusSeconds(3), NOW.plusSeconds(9))
                  : null));
    }
    return new PlayLimits(
        id,
        standing,
        excludedUntil,
        Money.won(90_000),
        List.of(new PlayLimits.Approval("a-1", Money.won(95_000), NOW.plusSeconds(30))));
  }

  private static Behavior<TallyCommand> tally(String id) {
    return Behaviors.receive(TallyCommand.class)
        .onMessage(
            TallyCommand.GetTotals.class,
            get -> {
              get.replyTo()
                  .tell(
                      new TotalsReply.Found(
                          ScriptedPools.has(id) ? ScriptedPools.totals(id) : TOTALS));
              return Behaviors.same();
            })
        .build();
  }

  /** One row, which carries the filter that it was asked for; cursor {@code bad} is unknown. */
  static Behavior<ViewQuery> view() {
    return Behaviors.receive(ViewQuery.class)
        .onMessage(
            ViewQuery.FindTickets.class,
            find -> {
              if ("bad".equals(find.cursor())) {
                find.replyTo().tell(new ViewQuery.InvalidCursor());
              } else if ("down".equals(find.filter().matchId())) {
                find.replyTo().tell(new ViewQuery.Unavailable("no connection to 10.0.0.7"));
              } else {
                find.replyTo().tell(new ViewQuery.Page(List.of(row(find)), "next"));
              }
              return Behaviors.same();
            })
        .onMessage(
            ViewQuery.FindRefused.class,
            find -> {
              if ("bad".equals(find.cursor())) {
                find.replyTo().tell(new ViewQuery.InvalidCursor());
              } else if ("down".equals(find.matchId())) {
                find.replyTo().tell(new ViewQuery.Unavailable("no connection to 10.0.0.7"));
              } else {
                find.replyTo().tell(new ViewQuery.RefusedPage(List.of(refused(find)), "next"));
              }
              return Behaviors.same();
            })
        .onMessage(
            ViewQuery.TellHistory.class,
            tell -> {
              tell.replyTo().tell(history(tell.ticketId()));
              return Behaviors.same();
            })
        .build();
  }

  /** So that a test sees what was asked: the correlation id is the limit and the cursor. */
  private static RefusedCancellation refused(ViewQuery.FindRefused find) {
    return new RefusedCancellation(
        TICKET_ID,
        7,
        Objects.requireNonNullElse(find.matchId(), "any-match"),
        "ADMINISTRATOR",
        "admin-2",
        "SETTLED",
        find.limit() + "-" + find.cursor(),
        TIME);
  }

  /** Only of one ticket: it has won, and an operator had to decide something before. */
  private static ViewQuery.Reply history(String ticketId) {
    if (!ticketId.equals(TICKET_ID)) {
      return ticketId.equals(NO_JOURNAL)
          ? new ViewQuery.Unavailable("no connection to 10.0.0.7")
          : new ViewQuery.NoSuchTicket();
    }
    return new ViewQuery.History(
        new Purchase(ticketId, "buyer-1", "kt-lg", "KT", Money.won(1000), TIME, "c-1"),
        List.of(
            new TicketStep(
                1,
                TIME,
                TicketStep.Kind.REVERSAL_DECIDED,
                "admin-1",
                null,
                "GIVE_BACK",
                "the log shows it",
                null,
                null,
                null,
                null,
                null,
                null,
                "c-1"),
            new TicketStep(
                2,
                TIME,
                TicketStep.Kind.SETTLED,
                null,
                null,
                "WON",
                null,
                null,
                1,
                28L,
                2_800L,
                0L,
                2_800L,
                "c-2"),
            refused(3, Canceller.OWNER, "buyer-1"),
            refused(4, Canceller.OTHER_BUYER, "buyer-9")));
  }

  private static TicketStep refused(long sequenceNr, Canceller as, String by) {
    return new TicketStep(
        sequenceNr,
        TIME,
        TicketStep.Kind.CANCELLATION_REFUSED,
        by,
        as,
        "SETTLED",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        "c-3");
  }

  /** So that a test sees what was asked: the correlation id is the limit and the cursor. */
  private static TicketRow row(ViewQuery.FindTickets find) {
    return new TicketRow(
        TICKET_ID,
        Objects.requireNonNullElse(find.filter().buyerId(), "any-buyer"),
        Objects.requireNonNullElse(find.filter().matchId(), "any-match"),
        Objects.requireNonNullElse(find.filter().team(), "ANY"),
        1000,
        find.filter().status() == null ? "Approved" : find.filter().status(),
        true,
        null,
        find.limit() + "-" + find.cursor(),
        null,
        null,
        null,
        find.filter().from() == null ? TIME : find.filter().from(),
        find.filter().to() == null ? TIME : find.filter().to());
  }

  static Behavior<CatalogueQuery> catalogue() {
    return Behaviors.receive(CatalogueQuery.class)
        .onMessage(
            CatalogueQuery.ListMatches.class,
            list -> {
              list.replyTo()
                  .tell(
                      "bad".equals(list.cursor())
                          ? new CatalogueQuery.InvalidCursor()
                          : new CatalogueQuery.Page(List.of(MATCH), null));
              return Behaviors.same();
            })
        .build();
  }

  /** Who asks is answered what stands; a reason says how a suspension goes. */
  static Behavior<AllSales> allSales() {
    AllSales.Step suspended =
        new AllSales.Step(1, true, "admin-1", "fire", "c-1", TIME, TIME.plusSeconds(4));
    AllSales.Step resumed =
        new AllSales.Step(2, false, "admin-2", null, "c-2", TIME.plusSeconds(60), null);
    return Behaviors.receive(AllSales.class)
        .onMessage(
            AllSales.Get.class,
            get -> {
              get.replyTo().tell(new AllSales.Standing(List.of(), false));
              return Behaviors.same();
            })
        .onMessage(
            AllSales.Suspend.class,
            suspend -> {
              suspend
                  .replyTo()
                  .tell(
                      switch (suspend.reason()) {
                        case "resumed" -> new AllSales.ResumedMeanwhile();
                        case "away" -> new AllSales.Unavailable("no connection");
                        default ->
                            new AllSales.Standing(
                                List.of(suspended), suspend.reason().equals("again"));
                      });
              return Behaviors.same();
            })
        .onMessage(
            AllSales.Resume.class,
            resume -> {
              resume.replyTo().tell(new AllSales.Standing(List.of(resumed, suspended), false));
              return Behaviors.same();
            })
        .build();
  }

  static Behavior<TallyQuery> tallies() {
    return Behaviors.receive(TallyQuery.class)
        .onMessage(
            TallyQuery.ListTotals.class,
            list -> {
              list.replyTo()
                  .tell(
                      "bad".equals(list.cursor())
                          ? new TallyQuery.InvalidCursor()
                          : new TallyQuery.Page(
                              List.of(TOTALS), null, new TallyQuery.Position(1, 1)));
              return Behaviors.same();
            })
        .onMessage(
            TallyQuery.GetHistory.class,
            get -> {
              get.replyTo()
                  .tell(
                      "kt-lg".equals(get.matchId())
                          ? new TallyQuery.History(HISTORY)
                          : new TallyQuery.Unavailable("its database is down"));
              return Behaviors.same();
            })
        .build();
  }

  static Behavior<PaymentQuery> payment(String node) {
    return Behaviors.receive(PaymentQuery.class)
        .onMessage(
            PaymentQuery.GetBreaker.class,
            get -> {
              get.replyTo()
                  .tell(
                      new BreakerStatus(
                          node,
                          "Closed",
                          TIME,
                          1,
                          2,
                          3,
                          4,
                          List.of(new BreakerStatus.Turn("Closed", TIME))));
              return Behaviors.same();
            })
        .build();
  }
}

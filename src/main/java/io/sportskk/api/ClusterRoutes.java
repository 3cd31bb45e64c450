package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.Member;
import akka.cluster.sharding.ShardRegion.ClusterShardingStats;
import akka.cluster.sharding.typed.ClusterShardingQuery;
import akka.cluster.sharding.typed.GetClusterShardingStats;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.typed.Cluster;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.http.Json;
import io.sportskk.kernel.NodeQuery;
import io.sportskk.match.Matches;
import io.sportskk.payment.Wallets;
import io.sportskk.settlement.Settlements;
import io.sportskk.tally.Tallies;
import io.sportskk.ticket.Tickets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The nodes of the cluster, what each does, and how it is. */
final class ClusterRoutes {

  private static final List<EntityTypeKey<?>> TYPES =
      List.of(Tickets.KEY, Wallets.KEY, Matches.KEY, Tallies.KEY, Settlements.KEY);

  /** One that does not answer is shown all the same. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private final ActorSystem<?> system;
  private final Authentication authentication;
  private final ServiceClient services;

  /**
   * @param services that waits for an answer no longer than somebody looks at a page
   */
  ClusterRoutes(ActorSystem<?> system, Authentication authentication, ServiceClient services) {
    this.system = system;
    this.authentication = authentication;
    this.services = services;
  }

  /**
   * A node.
   *
   * @param status in the cluster, for example {@code Up}
   * @param reachable whether the node that answers can reach it
   * @param ready null if it does not say
   * @param notReady why it is not ready, null if it is, or does not say
   * @param shards by type of entity, of those types that live on it
   * @param lags in seconds, by the name of the projection, of those that it measures
   */
  record NodeJson(
      String address,
      List<String> roles,
      String status,
      boolean reachable,
      Boolean ready,
      String notReady,
      Map<String, ShardsJson> shards,
      Map<String, Double> lags) {}

  /**
   * @param entities that are in memory
   */
  record ShardsJson(int shards, int entities) {}

  /**
   * @param toldBy the address of the node that answers, as it sees it
   */
  record ClusterJson(List<NodeJson> nodes, String toldBy) {}

  Route route() {
    return path(
        segment("admin").slash("cluster"),
        () -> get(() -> authentication.admin(admin -> completeWithFuture(cluster()))));
  }

  private CompletionStage<HttpResponse> cluster() {
    return reports().thenCombine(shards(), this::json).thenApply(Json::ok);
  }

  private ClusterJson json(
      Map<String, NodeQuery.Report> reports, Map<String, Map<String, ShardsJson>> shards) {
    Cluster cluster = Cluster.get(system);
    var unreachable = cluster.state().getUnreachable();
    List<NodeJson> nodes =
        StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
            .sorted(Member.ageOrdering())
            .map(member -> node(member, !unreachable.contains(member), reports, shards))
            .toList();
    return new ClusterJson(nodes, cluster.selfMember().address().toString());
  }

  private static NodeJson node(
      Member member,
      boolean reachable,
      Map<String, NodeQuery.Report> reports,
      Map<String, Map<String, ShardsJson>> shards) {
    String address = member.address().toString();
    NodeQuery.Report report = reports.get(address);
    return new NodeJson(
        address,
        member.getRoles().stream().filter(role -> !role.startsWith("dc-")).sorted().toList(),
        member.status().toString(),
        reachable,
        report == null ? null : (Boolean) (report.notReady() == null),
        report == null ? null : report.notReady(),
        shards.getOrDefault(address, Map.of()),
        report == null ? Map.of() : report.lags());
  }

  /** By address, of those that answer. */
  private CompletionStage<Map<String, NodeQuery.Report>> reports() {
    return services.instances(NodeQuery.SERVICE).thenCompose(this::reports);
  }

  private CompletionStage<Map<String, NodeQuery.Report>> reports(List<ActorRef<NodeQuery>> nodes) {
    List<CompletableFuture<NodeQuery.Report>> answers =
        nodes.stream()
            .map(
                node ->
                    services
                        .<NodeQuery, NodeQuery.Report>ask(node, NodeQuery.GetReport::new)
                        .exceptionally(error -> null)
                        .toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                answers.stream()
                    .map(CompletableFuture::join)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toMap(NodeQuery.Report::address, report -> report)));
  }

  /** By address and type. */
  private CompletionStage<Map<String, Map<String, ShardsJson>>> shards() {
    List<CompletableFuture<Map<String, Map<String, ShardsJson>>>> answers = new ArrayList<>();
    TYPES.forEach(type -> answers.add(shards(type).toCompletableFuture()));
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              Map<String, Map<String, ShardsJson>> all = new HashMap<>();
              for (CompletableFuture<Map<String, Map<String, ShardsJson>>> answer : answers) {
                answer
                    .join()
                    .forEach(
                        (address, shards) ->
                            all.computeIfAbsent(address, it -> new TreeMap<>()).putAll(shards));
              }
              return all;
            });
  }

  private CompletionStage<Map<String, Map<String, ShardsJson>>> shards(EntityTypeKey<?> type) {
    return AskPattern.<ClusterShardingQuery, ClusterShardingStats>ask(
            ClusterSharding.get(system).shardState(),
            replyTo -> new GetClusterShardingStats(type, PATIENCE, replyTo),
            PATIENCE,
            system.scheduler())
        .thenApply(stats -> shards(type, stats))
        .exceptionally(error -> Map.of());
  }

  private Map<String, Map<String, ShardsJson>> shards(
      EntityTypeKey<?> type, ClusterShardingStats stats) {
    String self = Cluster.get(system).selfMember().address().toString();
    Map<String, Map<String, ShardsJson>> shards = new HashMap<>();
    stats
        .getRegions()
        .forEach(
            (address, region) -> {
              Map<String, Object> sizes = new HashMap<>(region.getStats());
              if (!sizes.isEmpty()) {
                shards.put(
                    // The region of the node itself has an address without a host.
                    address.hasLocalScope() ? self : address.toString(),
                    Map.of(
                        type.name(),
                        new ShardsJson(
                            sizes.size(),
                            sizes.values().stream()
                                .mapToInt(size -> ((Number) size).intValue())
                                .sum())));
              }
            });
    return shards;
  }
}

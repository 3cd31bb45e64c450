package io.sportskk.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Whom nodes take for members of their cluster. */
public final class ClusterMembers {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private ClusterMembers() {}

  /** Waits until these nodes are one cluster: each sees all of them, and nobody else. */
  public static void awaitOneClusterOf(LocalNode... nodes) {
    Set<String> all =
        Arrays.stream(nodes).map(LocalNode::address).collect(Collectors.toCollection(TreeSet::new));
    Awaitility.await("one cluster of " + all)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              for (LocalNode node : nodes) {
                if (!node.isAlive()) {
                  throw new AssertionError(node.name() + " has ended: " + node.printed());
                }
              }
              return Arrays.stream(nodes).allMatch(node -> seenBy(node).equals(all));
            });
  }

  /** The addresses of all members in the eyes of a node; with their status, if it is not Up. */
  public static Set<String> seenBy(LocalNode node) {
    Set<String> members = new TreeSet<>();
    node.get("/cluster/members")
        .filter(answer -> answer.statusCode() == 200)
        .ifPresent(
            answer -> {
              for (JsonNode member : read(answer.body()).path("members")) {
                String host = URI.create(member.path("node").asText()).getHost();
                String status = member.path("status").asText();
                members.add(status.equals("Up") ? host : host + " " + status);
              }
            });
    return members;
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(json, e);
    }
  }
}

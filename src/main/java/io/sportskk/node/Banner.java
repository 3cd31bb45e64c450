package io.sportskk.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The last lines of a node's start: where everything is, and how to try it. */
final class Banner {

  private Banner() {}

  static String of(Node.Endpoints endpoints, boolean demo, Instant now, long millis) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "SportsKK is ready, %.1f s after the start of its process.", millis / 1000.0));
    lines.add("");
    String api =
        endpoints.httpPort().map(port -> "http://" + endpoints.httpHost() + ":" + port).orElse("");
    if (!api.isEmpty()) {
      lines.add("  Pages       " + api + "/   (administrators: " + api + "/admin)");
      lines.add("  API         " + api + "   (documentation: " + api + "/docs)");
    }
    lines.add("  Management  " + endpoints.managementUrl() + "/ready, /alive, /metrics");
    endpoints
        .dataDirectory()
        .ifPresent(directory -> lines.add("  Data        " + directory + " (kept between runs)"));
    lines.add("  Journal     " + endpoints.journalUrl());
    if (demo && !api.isEmpty()) {
      DemoData.Planned match = DemoData.at(now).get(0);
      lines.add("");
      lines.add("  Get a token, buy a ticket, watch the totals:");
      lines.add("");
      lines.add(
          "  TOKEN=$(curl -s "
              + api
              + "/demo/tokens -H 'Content-Type: application/json'"
              + " -d '{\"sub\":\"buyer-1\",\"roles\":[\"buyer\"]}'"
              + " | sed 's/.*\"token\" *: *\"\\([^\"]*\\)\".*/\\1/')");
      lines.add(
          "  curl -s "
              + api
              + "/tickets -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json'"
              + " -d '{\"matchId\":\""
              + match.matchId()
              + "\",\"team\":\""
              + match.teams().get(0).code()
              + "\",\"stake\":1000}'");
      lines.add("  curl -sN " + api + "/matches/events -H \"Authorization: Bearer $TOKEN\"");
    }
    lines.add("");
    lines.add("  Stop it with Ctrl-C.");
    return String.join("\n", lines);
  }
}

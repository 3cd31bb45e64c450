package io.sportskk.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks up the metrics and labels of PromQL expressions among those that a node has. It knows only
 * as much of the language as is used.
 */
final class PrometheusExpressions {

  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)(?==|!=|=~|!~)");
  private static final Pattern SELECTOR = Pattern.compile("\\{([^}]*)}");
  private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without)\\s*\\(([^)]*)\\)");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
  private static final Pattern NUMBER = Pattern.compile("\\b[0-9.]+(?:e[0-9]+)?\\b");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\w|\\s*\\()");
  private static final Pattern FUNCTION = Pattern.compile("\\b[a-z_]+\\s*(?=\\()");
  private static final Set<String> OPERATORS = Set.of("and", "or", "unless");

  /** What Prometheus itself adds; the component by the ServiceMonitor's podTargetLabels. */
  private static final Set<String> ADDED =
      Set.of("job", "instance", "namespace", "pod", "app_kubernetes_io_component");

  private final Set<String> metrics = new TreeSet<>(Set.of("up"));
  private final Set<String> labels = new TreeSet<>(ADDED);

  private PrometheusExpressions() {}

  /**
   * @param exposition in the text format of Prometheus
   */
  static PrometheusExpressions over(String exposition) {
    PrometheusExpressions known = new PrometheusExpressions();
    Matcher sample = SAMPLE.matcher(exposition);
    while (sample.find()) {
      known.metrics.add(sample.group(1));
      if (sample.group(2) != null) {
        known.labels.addAll(names(LABEL, withoutStrings(sample.group(2))));
      }
    }
    return known;
  }

  static List<String> ofAlerts(PrometheusRule rule) {
    return rule.getSpec().getGroups().stream()
        .flatMap(group -> group.getRules().stream())
        .map(alert -> alert.getExpr().getStrVal())
        .toList();
  }

  static List<String> ofDashboard(JsonNode dashboard) {
    List<String> expressions = new ArrayList<>();
    dashboard.findValues("expr").forEach(it -> expressions.add(it.asText()));
    return expressions;
  }

  /** The names of metrics and labels that the node does not have. */
  Set<String> unknownIn(String expression) {
    String rest = withoutStrings(expression);
    Set<String> unknown = new TreeSet<>();
    Matcher selector = SELECTOR.matcher(rest);
    while (selector.find()) {
      unknown.addAll(names(LABEL, selector.group(1)));
    }
    rest = SELECTOR.matcher(rest).replaceAll(" ");
    Matcher grouping = GROUPING.matcher(rest);
    while (grouping.find()) {
      unknown.addAll(names(NAME, grouping.group(1)));
    }
    unknown.removeAll(labels);
    rest = GROUPING.matcher(rest).replaceAll(" ");
    rest = RANGE.matcher(rest).replaceAll(" ");
    rest = FUNCTION.matcher(rest).replaceAll(" ");
    rest = NUMBER.matcher(rest).replaceAll(" ");
    Set<String> used = names(NAME, rest);
    used.removeAll(OPERATORS);
    if (used.isEmpty()) {
      throw new IllegalArgumentException("there is no metric in " + expression);
    }
    used.removeAll(metrics);
    unknown.addAll(used);
    return unknown;
  }

  private static String withoutStrings(String text) {
    return STRING.matcher(text).replaceAll("");
  }

  private static Set<String> names(Pattern pattern, String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }
}

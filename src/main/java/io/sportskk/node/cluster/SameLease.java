package io.sportskk.node.cluster;

import akka.cluster.ConfigValidation;
import akka.cluster.Invalid;
import akka.cluster.JoinConfigCompatChecker;
import akka.cluster.Valid$;
import com.typesafe.config.Config;
import java.util.List;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * No node joins others that sell tickets by another lease of the terms of sale: a match waits for
 * as long as its own node's, and takes it for that of all. Named in {@code cluster.conf}.
 */
final class SameLease extends JoinConfigCompatChecker {

  static final String KEY = "sportskk.match.terms.lease";

  SameLease() {}

  @Override
  public Seq<String> requiredKeys() {
    return CollectionConverters.asScala(List.of(KEY)).toSeq();
  }

  /** A node of a release without this setting has no lease. */
  @Override
  public ConfigValidation check(Config toCheck, Config actualConfig) {
    if (!toCheck.hasPath(KEY) || !actualConfig.hasPath(KEY)) {
      return Valid$.MODULE$;
    }
    return toCheck.getDuration(KEY).equals(actualConfig.getDuration(KEY))
        ? Valid$.MODULE$
        : new Invalid(
            CollectionConverters.asScala(
                    List.of(
                        KEY
                            + " is another one on the nodes of this cluster: stop all to change it"))
                .toSeq());
  }
}

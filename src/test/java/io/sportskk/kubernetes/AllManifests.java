package io.sportskk.kubernetes;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** For tests that look at everything that can be deployed. */
abstract class AllManifests {

  private static List<Manifests> all = List.of();

  @BeforeAll
  static void read(@TempDir Path directory) {
    all =
        List.of(
            Manifests.local(),
            Manifests.production(),
            Manifests.productionWith(
                directory.resolve("with-options"), "gateway-api", "artery-tls"));
  }

  static List<Manifests> manifests() {
    return all;
  }
}

package io.sportskk.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sportskk.node.embedded.OwnPostgres;
import io.sportskk.testing.LocalNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database has no room left for a while, while buyers buy. */
class DiskFullTest {

  private static final Logger LOG = LoggerFactory.getLogger(DiskFullTest.class);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(40);

  @Test
  void purchasesAreRefusedAndNothingThatWasSaidIsLost(@TempDir Path disk) throws Exception {
    assumeThat(mount(disk)).as("a small file system can be mounted here").isTrue();
    try (OwnPostgres postgres = OwnPostgres.start(disk, "127.0.0.1");
        Market market =
            new Market(
                "disk-full",
                postgres.config(),
                postgres.journal(),
                postgres.tally(),
                postgres.view())) {
      LocalNode node = market.start("a", "");
      market.open(node);
      try (LoadGenerator shoppers = Market.shoppers(node)) {
        Path ballast = disk.resolve("ballast");
        fill(ballast);
        long full = System.nanoTime();
        shoppers.goOn(Duration.ofSeconds(15));
        Files.delete(ballast);
        if (!postgres.isRunning()) {
          postgres.startAgain();
        }
        long freed = System.nanoTime();
        shoppers.goOn(BACK_WITHIN.plusSeconds(5));
        LoadReport purchases = shoppers.stop();
        LOG.info("disk full for 15 s: {}", purchases.figures());
        assertThat(purchases.between(full, freed).failed())
            .isNotEmpty()
            .allSatisfy(failure -> assertThat(failure.status()).isEqualTo(503));
        LoadReport later = purchases.between(freed + BACK_WITHIN.toNanos(), Long.MAX_VALUE);
        assertThat(later.failed()).as(later.someFailures()).isEmpty();
        assertThat(later.all()).hasSizeGreaterThan(Market.RATE * 2);
        market.audit(purchases);
      }
    } finally {
      run("umount", disk.toString());
    }
  }

  private static void fill(Path ballast) throws IOException {
    FileStore store = Files.getFileStore(ballast.getParent());
    byte[] block = new byte[64 * 1024];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (store.getUsableSpace() >= block.length) {
        out.write(block);
      }
    }
  }

  private static boolean mount(Path directory) throws IOException, InterruptedException {
    return run("mount", "-t", "tmpfs", "-o", "size=512m", "tmpfs", directory.toString()) == 0;
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor();
  }
}

package io.sportskk.node;

import ch.qos.logback.classic.LoggerContext;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.sportskk.audit.Audit;
import io.sportskk.audit.AuditReport;
import io.sportskk.audit.AuditRules;
import io.sportskk.audit.NotComparable;
import io.sportskk.node.database.DatabaseSettings;
import io.sportskk.node.database.Migrations;
import io.sportskk.node.embedded.EmbeddedDatabase;
import io.sportskk.node.embedded.EmbeddedSettings;
import io.sportskk.node.startup.NodeConfiguration;
import io.sportskk.node.startup.StartFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's command that audits a system, running or not, with the configuration of its nodes:
 *
 * <pre>java -Dconfig.file=application.conf -cp sportskk.jar io.sportskk.node.AuditMain [--settled]
 * </pre>
 *
 * <p>With {@code --settled} nothing may be under way. Exits with 0 if all is right, 1 if something
 * is wrong, 2 if it could not check.
 */
public final class AuditMain {

  static final int RIGHT = 0;
  static final int WRONG = 1;
  static final int NOT_CHECKED = 2;

  private static final Logger LOG = LoggerFactory.getLogger(AuditMain.class);
  private static final String SETTLED = "--settled";

  private AuditMain() {}

  public static void main(String[] args) {
    int status = run(List.of(args));
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
      logs.stop(); // writes what is still waiting to be written
    }
    System.exit(status);
  }

  private static int run(List<String> args) {
    try {
      if (!List.of(SETTLED).containsAll(args)) {
        throw new StartFailure("The only argument is " + SETTLED + ", not " + args + ".");
      }
      return audit(NodeConfiguration.load(), args.contains(SETTLED));
    } catch (StartFailure e) {
      LOG.error(e.getMessage());
      LOG.debug("why there was no audit", e);
      return NOT_CHECKED;
    } catch (RuntimeException e) {
      LOG.error("The audit can't go on", e);
      return NOT_CHECKED;
    }
  }

  /**
   * @throws StartFailure if it could not check
   */
  static int audit(NodeConfiguration configuration, boolean settled) {
    AuditRules rules;
    DatabaseSettings databases;
    try {
      Config config = located(configuration);
      databases = DatabaseSettings.from(config);
      rules = AuditRules.from(config, settled);
    } catch (ConfigException e) {
      throw NodeConfiguration.failure(e);
    }
    AuditReport report = report(databases, rules);
    if (report.isClean()) {
      LOG.info("\n{}", report);
      return RIGHT;
    }
    LOG.error("\n{}", report);
    return WRONG;
  }

  /** With the place of the embedded database, if that is the one that is used. */
  private static Config located(NodeConfiguration configuration) {
    Config config = configuration.resolve();
    EmbeddedSettings embedded = EmbeddedSettings.from(config);
    return embedded.enabled()
        ? configuration.resolve(EmbeddedDatabase.ofRunningNode(embedded))
        : config;
  }

  private static AuditReport report(DatabaseSettings databases, AuditRules rules) {
    try (HikariDataSource journal = pool(databases, Migrations.Part.JOURNAL, 2);
        HikariDataSource tally = pool(databases, Migrations.Part.TALLY, 1);
        HikariDataSource view = pool(databases, Migrations.Part.VIEW, 1);
        HikariDataSource ledger = pool(databases, Migrations.Part.LEDGER, 1)) {
      return Audit.of(journal, tally, view, ledger, rules).run();
    } catch (NotComparable e) {
      throw new StartFailure(e.getMessage(), e);
    } catch (SQLException e) {
      throw new StartFailure(
          "The audit can't be finished ("
              + StartFailure.reason(e)
              + "): look at the URLs below"
              + " sportskk.database, and at the servers.",
          e);
    }
  }

  /**
   * @throws StartFailure if the database can't be used
   */
  private static HikariDataSource pool(
      DatabaseSettings databases, Migrations.Part part, int connections) {
    DatabaseSettings.Database database = databases.of(part);
    HikariConfig config = new HikariConfig();
    config.setPoolName("audit-" + DatabaseSettings.label(part));
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(databases.connectionTimeout().toMillis());
    DatabaseSettings.connecting(database.kind()).forEach(config::addDataSourceProperty);
    config.setInitializationFailTimeout(-1); // the first connection says what is wrong
    HikariDataSource pool = new HikariDataSource(config);
    try (Connection tried = pool.getConnection()) {
      LOG.debug("{} is there: {}", database, tried);
      return pool;
    } catch (SQLException e) {
      pool.close();
      throw new StartFailure(
          "The "
              + DatabaseSettings.label(part)
              + " database at "
              + database
              + " can't be used ("
              + StartFailure.reason(e)
              + "): look at "
              + database.setting()
              + " and the settings next to it.",
          e);
    }
  }
}

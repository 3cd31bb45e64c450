package io.sportskk.node;

import ch.qos.logback.classic.LoggerContext;
import io.sportskk.kernel.Money;
import io.sportskk.node.startup.StartFailure;
import io.sportskk.settlement.Recount;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command with which anybody works out a settlement again, from its report and its tickets as
 * they were downloaded; no node and no database is asked:
 *
 * <pre>java -cp sportskk.jar io.sportskk.node.VerifyMain report.json tickets.csv</pre>
 *
 * <p>Exits with 0 if all is right, 1 if something differs, 2 if it could not check.
 */
public final class VerifyMain {

  private static final Logger LOG = LoggerFactory.getLogger(VerifyMain.class);
  private static final String COLUMNS = "ticketId,team,stake";

  /** A team that a spreadsheet would take for a formula has an apostrophe before it. */
  private static final Pattern LINE =
      Pattern.compile("([0-9A-Za-z._-]{1,64}),'?([A-Z0-9_-]{1,16}),([0-9]{1,18})");

  private VerifyMain() {}

  public static void main(String[] args) {
    int status = run(List.of(args));
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
      logs.stop(); // writes what is still waiting to be written
    }
    System.exit(status);
  }

  static int run(List<String> args) {
    try {
      if (args.size() != 2) {
        throw new StartFailure(
            "The arguments are a report and a file of tickets, not " + args + ".");
      }
      List<String> differences = differences(Path.of(args.get(0)), Path.of(args.get(1)));
      differences.forEach(difference -> LOG.error("WRONG: {}", difference));
      if (differences.isEmpty()) {
        LOG.info("All of {} is right", args.get(0));
      }
      return differences.isEmpty() ? AuditMain.RIGHT : AuditMain.WRONG;
    } catch (StartFailure e) {
      LOG.error(e.getMessage());
      return AuditMain.NOT_CHECKED;
    }
  }

  /**
   * What is wrong, in words; nothing if all is right.
   *
   * @throws StartFailure if it could not check
   */
  public static List<String> differences(Path reportFile, Path ticketFile) {
    SettlementReport report = report(reportFile);
    Recount recount = recount(ticketFile);
    List<String> differences = new ArrayList<>(recount.differences(report.fixed()));
    String version = report.fixed().result().rules().version();
    if (!version.equals(report.version())) {
      differences.add(
          "rules: reported %s, these and the arithmetic of this release are %s"
              .formatted(report.version(), version));
    }
    Money gross = report.fixed().result().gross();
    if (!gross.equals(report.gross())) {
      differences.add("gross: reported %s, its stakes are %s".formatted(report.gross(), gross));
    }
    return differences;
  }

  private static SettlementReport report(Path file) {
    try {
      return SettlementReport.parse(Files.readString(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new StartFailure(file + " is no report of a settlement: " + e.getMessage(), e);
    }
  }

  /** Line by line: their number does not matter. */
  private static Recount recount(Path file) {
    Recount recount = new Recount();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      if (!COLUMNS.equals(lines.readLine())) {
        throw new StartFailure(file + " has no tickets: its first line is not " + COLUMNS + ".");
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher ticket = LINE.matcher(line);
        if (!ticket.matches()) {
          throw new StartFailure(
              "Line %d of %s is no ticket: %s".formatted(recount.tickets() + 2, file, line));
        }
        recount.add(ticket.group(1), ticket.group(2), Money.won(Long.parseLong(ticket.group(3))));
      }
      return recount;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static StartFailure unreadable(Path file, IOException why) {
    return new StartFailure(file + " can't be read (" + StartFailure.reason(why) + ").", why);
  }
}

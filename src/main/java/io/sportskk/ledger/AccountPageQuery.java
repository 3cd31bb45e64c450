package io.sportskk.ledger;

import static io.sportskk.kernel.SqlValues.text;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One page of accounts, by name.
 *
 * @param prefix with which names begin
 * @param after the last name of the page before, empty on the first page
 */
record AccountPageQuery(String prefix, String after, int rows) {

  /** A range, which is one of the index, too. */
  private static final String PAGE =
      """
      SELECT account, balance, entries FROM ledger_account
      WHERE account >= ? AND account < ? AND account > ?
      ORDER BY account LIMIT ?""";

  private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

  /** At most {@link #rows} accounts. */
  List<AccountBalance> run(Connection connection, int timeoutSeconds) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PAGE)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setString(1, text(prefix));
      statement.setString(2, text(prefix) + LAST_CHARACTER);
      statement.setString(3, text(after));
      statement.setInt(4, rows);
      try (ResultSet result = statement.executeQuery()) {
        List<AccountBalance> page = new ArrayList<>();
        while (result.next()) {
          page.add(
              new AccountBalance(
                  result.getString(1),
                  result.getBigDecimal(2).toBigIntegerExact(),
                  result.getLong(3)));
        }
        return page;
      }
    }
  }
}

package io.sportskk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.sportskk.testing.TestDatabases;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PooledJdbcSessionTest {

  /** The server may be gone in between; MariaDB's driver asks it for a transaction. */
  @Test
  void aConnectionThatCanBeginNoTransactionGoesBackToThePool() throws SQLException {
    AtomicBoolean gone = new AtomicBoolean();
    HikariConfig config = new HikariConfig();
    try (TestDatabases databases = TestDatabases.create()) {
      config.setDataSource(databases.view());
      config.setMaximumPoolSize(1);
      try (HikariDataSource pool = new HikariDataSource(config)) {
        DataSource lending = proxy(DataSource.class, pool, gone);
        gone.set(true);
        assertThatThrownBy(() -> new PooledJdbcSession(lending))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("the server is gone");
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        gone.set(false);
        PooledJdbcSession session = new PooledJdbcSession(lending);
        assertThat(session.connection().getAutoCommit()).isFalse();
        session.close();
      }
    }
  }

  /** Does what the original does, but for connections, on which no transaction can begin. */
  private static <T> T proxy(Class<T> type, T original, AtomicBoolean gone) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (gone.get() && method.getName().equals("setAutoCommit")) {
                throw new SQLException("the server is gone");
              }
              try {
                Object result = method.invoke(original, arguments);
                return result instanceof Connection connection
                    ? proxy(Connection.class, connection, gone)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}

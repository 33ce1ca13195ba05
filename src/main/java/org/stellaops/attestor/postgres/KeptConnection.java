package org.stellaops.attestor.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections for a command that asks a few questions and ends. One that is given back is kept for
 * the next question, because logging in takes longer than asking; a second one at the same time is
 * opened and closed. Safe for many threads.
 *
 * <p>The driver is asked directly: the usual way looks for drivers in every library first, and a
 * pool of connections wraps each in classes that are made on the spot. Such commands feel both.
 */
final class KeptConnection implements Connections, AutoCloseable {
  private static final int PATIENCE_SECONDS = 5;

  private final PGSimpleDataSource source;
  private final AtomicReference<@Nullable Connection> kept = new AtomicReference<>();

  /** Connections to where this source leads. */
  KeptConnection(PGSimpleDataSource source) {
    this.source = source;
  }

  @Override
  public <T> T lend(Use<T> use) throws SQLException {
    Connection connection = spare();
    boolean whole = false;
    try {
      T answer = use.with(connection);
      whole = connection.getAutoCommit(); // if not, something is left open, and goes with it
      return answer;
    } finally {
      if (!whole || !kept.compareAndSet(null, connection)) {
        close(connection);
      }
    }
  }

  private Connection spare() throws SQLException {
    Connection spare = kept.getAndSet(null);
    if (spare != null && spare.isValid(PATIENCE_SECONDS)) {
      return spare;
    }
    close(spare);
    return open();
  }

  private Connection open() throws SQLException {
    Properties login = new Properties();
    put(login, "user", source.getUser());
    put(login, "password", source.getPassword());
    return Objects.requireNonNull(
        new Driver().connect(source.getURL(), login), "the driver does not know its own address");
  }

  private static void put(Properties login, String name, @Nullable String value) {
    if (value != null) {
      login.setProperty(name, value);
    }
  }

  /** Closes the one that is kept. */
  @Override
  public void close() {
    close(kept.getAndSet(null));
  }

  private static void close(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // the server has closed it already, or will when the process ends
    }
  }
}

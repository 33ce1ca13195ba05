package org.stellaops.attestor.postgres.connection;

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
final class SingleConnection implements ConnectionProvider, AutoCloseable {
  private static final int VALIDATION_TIMEOUT_SECONDS = 5;

  private final PGSimpleDataSource source;
  private final AtomicReference<@Nullable Connection> idleConnection = new AtomicReference<>();

  /** Connections to where this source leads. */
  SingleConnection(PGSimpleDataSource source) {
    this.source = source;
  }

  @Override
  public <T> T withConnection(Callback<T> use) throws SQLException {
    Connection connection = takeIdleOrOpen();
    boolean reusable = false;
    try {
      T result = use.apply(connection);
      reusable = connection.getAutoCommit(); // if not, something is left open, and goes with it
      return result;
    } finally {
      if (!reusable || !idleConnection.compareAndSet(null, connection)) {
        close(connection);
      }
    }
  }

  private Connection takeIdleOrOpen() throws SQLException {
    Connection idle = idleConnection.getAndSet(null);
    if (idle != null && idle.isValid(VALIDATION_TIMEOUT_SECONDS)) {
      return idle;
    }
    close(idle);
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
    close(idleConnection.getAndSet(null));
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

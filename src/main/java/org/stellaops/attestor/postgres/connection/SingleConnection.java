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
 * Keeps one connection for the statements of a short command, because a login takes longer than a
 * statement. Concurrent calls open further connections and close them. Safe for use by several
 * threads.
 *
 * <p>Calls the driver directly: {@code DriverManager} searches every library for drivers, and a
 * pool generates proxy classes, both of which slow down the start of a command.
 */
final class SingleConnection implements ConnectionProvider, AutoCloseable {
  private static final int VALIDATION_TIMEOUT_SECONDS = 5;

  private final PGSimpleDataSource source;
  private final AtomicReference<@Nullable Connection> idleConnection = new AtomicReference<>();

  /** Uses URL, user and password of this source. */
  SingleConnection(PGSimpleDataSource source) {
    this.source = source;
  }

  @Override
  public <T> T withConnection(Callback<T> use) throws SQLException {
    Connection connection = takeIdleOrOpen();
    boolean reusable = false;
    try {
      T result = use.apply(connection);
      // without auto-commit a transaction is open, which ends when the connection is closed
      reusable = connection.getAutoCommit();
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
        new Driver().connect(source.getURL(), login), "the driver rejects its own URL");
  }

  private static void put(Properties login, String name, @Nullable String value) {
    if (value != null) {
      login.setProperty(name, value);
    }
  }

  /** Closes the kept connection. */
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
      // closed by the server already, or when the process ends
    }
  }
}

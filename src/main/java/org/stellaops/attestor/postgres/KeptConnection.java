package org.stellaops.attestor.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGPooledConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections for a command that asks a few questions and ends. One that is given back is kept for
 * the next question, because logging in takes longer than asking; a second one at the same time is
 * opened and closed. Safe for many threads.
 */
final class KeptConnection extends PGSimpleDataSource implements AutoCloseable {
  private static final long serialVersionUID = 1L;
  private static final int PATIENCE_SECONDS = 5;

  private final transient AtomicReference<@Nullable PGPooledConnection> kept =
      new AtomicReference<>();

  @Override
  public Connection getConnection() throws SQLException {
    PGPooledConnection spare = kept.getAndSet(null);
    if (spare != null) {
      Connection connection = spare.getConnection();
      if (connection.isValid(PATIENCE_SECONDS)) {
        return connection;
      }
      spare.close();
    }
    PGPooledConnection opened = new PGPooledConnection(super.getConnection(), true);
    opened.addConnectionEventListener(new Keeping(opened));
    return opened.getConnection();
  }

  /** Closes the one that is kept. */
  @Override
  public void close() {
    close(kept.getAndSet(null));
  }

  private static void close(@Nullable PGPooledConnection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // the server has closed it already, or will when the process ends
    }
  }

  /** Keeps a connection that is given back whole. */
  private final class Keeping implements ConnectionEventListener {
    private final PGPooledConnection connection;
    private volatile boolean broken;

    Keeping(PGPooledConnection connection) {
      this.connection = connection;
    }

    @Override
    public void connectionClosed(ConnectionEvent event) {
      if (broken || !kept.compareAndSet(null, connection)) {
        KeptConnection.close(connection);
      }
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
      broken = true;
    }
  }
}

package org.stellaops.attestor.postgres.connection;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Provides connections for single callbacks. */
interface ConnectionProvider {
  /**
   * Calls a callback with a connection and returns its result.
   *
   * @throws SQLException if there is no connection, or thrown by the callback
   */
  <T> T withConnection(Callback<T> callback) throws SQLException;

  /** Uses a connection; must not close or keep it. */
  interface Callback<T> {
    T apply(Connection connection) throws SQLException;
  }

  /** Takes every connection from a data source and closes it. */
  record DataSourceConnections(DataSource source) implements ConnectionProvider {
    @Override
    public <T> T withConnection(Callback<T> callback) throws SQLException {
      try (Connection connection = source.getConnection()) {
        return callback.apply(connection);
      }
    }
  }
}

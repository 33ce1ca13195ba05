package org.stellaops.attestor.postgres.connection;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Lends connections for as long as somebody has a use for one. */
interface ConnectionProvider {
  /**
   * Lends one to {@code use} and gives its answer.
   *
   * @throws SQLException if there is none to be had, or what {@code use} has thrown
   */
  <T> T withConnection(Callback<T> callback) throws SQLException;

  /** What is done with a connection; it is not closed there, and not kept. */
  interface Callback<T> {
    T apply(Connection connection) throws SQLException;
  }

  /** Those of a source, one after the other. */
  record DataSourceConnections(DataSource source) implements ConnectionProvider {
    @Override
    public <T> T withConnection(Callback<T> callback) throws SQLException {
      try (Connection connection = source.getConnection()) {
        return callback.apply(connection);
      }
    }
  }
}

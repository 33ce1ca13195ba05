package org.stellaops.attestor.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Lends connections for as long as somebody has a use for one. */
interface Connections {
  /**
   * Lends one to {@code use} and gives its answer.
   *
   * @throws SQLException if there is none to be had, or what {@code use} has thrown
   */
  <T> T lend(Use<T> use) throws SQLException;

  /** What is done with a connection; it is not closed there, and not kept. */
  interface Use<T> {
    T with(Connection connection) throws SQLException;
  }

  /** Those of a source, one after the other. */
  record Of(DataSource source) implements Connections {
    @Override
    public <T> T lend(Use<T> use) throws SQLException {
      try (Connection connection = source.getConnection()) {
        return use.with(connection);
      }
    }
  }
}

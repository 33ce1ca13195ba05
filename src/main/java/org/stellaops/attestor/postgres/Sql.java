package org.stellaops.attestor.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements, one to a connection and a transaction. What PostgreSQL refuses is a failure. */
final class Sql {
  private final Connections connections;
  private final ConnectionString target;

  private Sql(Connections connections, ConnectionString target) {
    this.connections = connections;
    this.target = target;
  }

  /** In this database. */
  Sql(Database database) {
    this(database.connections(), database.target());
  }

  /** The same, over connections that are not from the pool. */
  static Sql apart(Database database) {
    return new Sql(database.connectionsApart(), database.target());
  }

  /** How a row is read. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  <T> List<T> list(String sql, Row<T> row, @Nullable Object... parameters) {
    return lend(connection -> {
      try (PreparedStatement statement = prepared(connection, sql, parameters);
          ResultSet rows = statement.executeQuery()) {
        List<T> read = new ArrayList<>();
        while (rows.next()) {
          read.add(row.read(rows));
        }
        return read;
      }
    });
  }

  <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... parameters) {
    return list(sql, row, parameters).stream().findFirst();
  }

  /** Whether the statement changed a row. */
  boolean changes(String sql, @Nullable Object... parameters) {
    return lend(connection -> {
      try (PreparedStatement statement = prepared(connection, sql, parameters)) {
        return statement.executeUpdate() > 0;
      }
    });
  }

  private <T> T lend(Connections.Use<T> use) {
    try {
      return connections.lend(use);
    } catch (SQLException e) {
      throw StoreFailure.of(e, target);
    }
  }

  private static PreparedStatement prepared(
      Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }
}

package org.stellaops.attestor.postgres.connection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.connectionstring.ConnectionTarget;

/** Statements, one to a connection and a transaction. What PostgreSQL refuses is a failure. */
public final class Sql {
  private final ConnectionProvider connections;
  private final ConnectionTarget target;

  private Sql(ConnectionProvider connections, ConnectionTarget target) {
    this.connections = connections;
    this.target = target;
  }

  /** In this database. */
  public Sql(Database database) {
    this(database.connections(), database.target());
  }

  /** The same, over connections that are not from the pool. */
  public static Sql direct(Database database) {
    return new Sql(database.directConnections(), database.target());
  }

  /** How a row is read. */
  public interface RowMapper<T> {
    T map(ResultSet mapper) throws SQLException;
  }

  public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    return withConnection(connection -> {
      try (PreparedStatement statement = prepare(connection, sql, parameters);
          ResultSet rows = statement.executeQuery()) {
        List<T> results = new ArrayList<>();
        while (rows.next()) {
          results.add(mapper.map(rows));
        }
        return results;
      }
    });
  }

  public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    return list(sql, mapper, parameters).stream().findFirst();
  }

  /** Whether the statement changed a row. */
  public boolean update(String sql, @Nullable Object... parameters) {
    return withConnection(connection -> {
      try (PreparedStatement statement = prepare(connection, sql, parameters)) {
        return statement.executeUpdate() > 0;
      }
    });
  }

  private <T> T withConnection(ConnectionProvider.Callback<T> callback) {
    try {
      return connections.withConnection(callback);
    } catch (SQLException e) {
      throw SqlErrors.of(e, target);
    }
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }
}

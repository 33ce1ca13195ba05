package org.stellaops.attestor.postgres.connection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.connectionstring.ConnectionTarget;

/**
 * Executes single statements, each in its own transaction; errors are thrown as {@link SqlErrors}.
 */
public final class Sql {
  private final ConnectionProvider connections;
  private final ConnectionTarget target;

  private Sql(ConnectionProvider connections, ConnectionTarget target) {
    this.connections = connections;
    this.target = target;
  }

  /** Executes statements in this database. */
  public Sql(Database database) {
    this(database.connections(), database.target());
  }

  /** The same with unpooled connections. */
  public static Sql direct(Database database) {
    return new Sql(database.directConnections(), database.target());
  }

  /** Maps a row to a value. */
  public interface RowMapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /** Returns all rows of a query. */
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

  /** Returns the first row of a query. */
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    return list(sql, mapper, parameters).stream().findFirst();
  }

  /** Returns whether the first column of the first row is true. */
  public boolean isTrue(String sql, Object... parameters) {
    return first(sql, row -> row.getBoolean(1), parameters).orElse(false);
  }

  /** Executes an update; returns whether it changed a row. */
  public boolean update(String sql, @Nullable Object... parameters) {
    return updateCount(sql, parameters) > 0;
  }

  /** Executes an update; returns the number of rows that it changed. */
  public int updateCount(String sql, @Nullable Object... parameters) {
    return withConnection(connection -> {
      try (PreparedStatement statement = prepare(connection, sql, parameters)) {
        return statement.executeUpdate();
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

  /** Prepares a statement with these parameters; the driver does not accept an Instant itself. */
  public static PreparedStatement prepare(
      Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      Object value = parameters[i];
      statement.setObject(i + 1, value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
    }
    return statement;
  }
}

package org.stellaops.attestor.postgres.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.postgres.TestDatabase;

class SingleConnectionTest {
  private final Database database =
      Database.single(TestDatabase.connectionString(), TestDatabase.SCHEMA, "test");
  private final ConnectionProvider connections = database.connections();

  @Test
  void sequentialQueriesShareSession() throws SQLException {
    assertThat(session()).isEqualTo(session());
    database.close();
  }

  @Test
  void concurrentQueriesUseSeparateSessionsAndOneIsReused() throws SQLException {
    List<Integer> both =
        connections.withConnection(
            one -> connections.withConnection(two -> List.of(session(one), session(two))));

    assertThat(both).doesNotHaveDuplicates();
    assertThat(session()).isIn(both);
    database.close();
  }

  @Test
  void terminatedSessionIsNotReused() throws SQLException {
    int first = session();
    TestDatabase.execute(database, "select pg_terminate_backend(" + first + ")");

    assertThat(session()).isNotEqualTo(first);
    database.close();
  }

  @Test
  void openTransactionIsRolledBack() throws SQLException {
    connections.withConnection(connection -> {
      connection.setAutoCommit(false);
      return execute(connection, "create table left_open (a int)");
    });

    assertThat(connections.<Boolean>withConnection(Connection::getAutoCommit)).isTrue();
    assertThat(
            connections.<Integer>withConnection(
                connection -> queryInt(connection, "select count(to_regclass('left_open'))")))
        .isZero();
    database.close();
  }

  @Test
  void failedSessionIsNotReused() throws SQLException {
    int failed = session();

    assertThatThrownBy(() ->
            connections.withConnection(connection -> queryInt(connection, "select no_such_column")))
        .isInstanceOf(SQLException.class);

    assertThat(session()).isNotEqualTo(failed);
    database.close();
  }

  private int session() throws SQLException {
    return connections.withConnection(SingleConnectionTest::session);
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }

  private static int session(Connection connection) throws SQLException {
    return queryInt(connection, "select pg_backend_pid()");
  }

  private static int queryInt(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getInt(1);
    }
  }
}

package org.stellaops.attestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptConnectionTest {
  private final Database database =
      Database.kept(TestDatabase.connectionString(), TestDatabase.SCHEMA, "test");
  private final Connections connections = database.connections();

  @Test
  void questionsThatFollowOneAnotherShareASession() throws SQLException {
    assertThat(session()).isEqualTo(session());
    database.close();
  }

  @Test
  void questionsAtOnceHaveASessionEachAndOneIsKept() throws SQLException {
    List<Integer> both =
        connections.lend(one -> connections.lend(two -> List.of(session(one), session(two))));

    assertThat(both).doesNotHaveDuplicates();
    assertThat(session()).isIn(both);
    database.close();
  }

  @Test
  void sessionThatTheServerHasEndedIsNotUsedAgain() throws SQLException {
    int first = session();
    TestDatabase.execute(database, "select pg_terminate_backend(" + first + ")");

    assertThat(session()).isNotEqualTo(first);
    database.close();
  }

  @Test
  void whatAQuestionLeavesOpenIsUndone() throws SQLException {
    connections.lend(connection -> {
      connection.setAutoCommit(false);
      return execute(connection, "create table left_open (a int)");
    });

    assertThat(connections.<Boolean>lend(Connection::getAutoCommit)).isTrue();
    assertThat(
            connections.<Integer>lend(
                connection -> number(connection, "select count(to_regclass('left_open'))")))
        .isZero();
    database.close();
  }

  @Test
  void sessionInWhichAQuestionFailedIsNotUsedAgain() throws SQLException {
    int failed = session();

    assertThatThrownBy(
            () -> connections.lend(connection -> number(connection, "select no_such_column")))
        .isInstanceOf(SQLException.class);

    assertThat(session()).isNotEqualTo(failed);
    database.close();
  }

  private int session() throws SQLException {
    return connections.lend(KeptConnectionTest::session);
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }

  private static int session(Connection connection) throws SQLException {
    return number(connection, "select pg_backend_pid()");
  }

  private static int number(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getInt(1);
    }
  }
}

package org.stellaops.attestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class KeptConnectionTest {
  private final Database database =
      Database.kept(TestDatabase.connectionString(), TestDatabase.SCHEMA, "test");
  private final DataSource source = database.dataSource();

  @Test
  void questionsThatFollowOneAnotherShareASession() throws SQLException {
    assertThat(session()).isEqualTo(session());
    database.close();
  }

  @Test
  void questionsAtOnceHaveASessionEachAndOneIsKept() throws SQLException {
    int first;
    int second;
    try (Connection one = source.getConnection();
        Connection two = source.getConnection()) {
      first = session(one);
      second = session(two);
    }
    assertThat(first).isNotEqualTo(second);
    assertThat(session()).isIn(first, second);
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
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("create table left_open (a int)");
    }
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select to_regclass('left_open') is null")) {
      assertThat(connection.getAutoCommit()).isTrue();
      assertThat(row.next()).isTrue();
      assertThat(row.getBoolean(1)).isTrue();
    }
    database.close();
  }

  private int session() throws SQLException {
    try (Connection connection = source.getConnection()) {
      return session(connection);
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

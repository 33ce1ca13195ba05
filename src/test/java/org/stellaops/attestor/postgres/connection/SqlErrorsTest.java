package org.stellaops.attestor.postgres.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.failure.AttestorException;

class SqlErrorsTest {
  private static final ConnectionTarget TARGET =
      ConnectionTarget.parse("Host=db;Database=d;Username=u;Password=hunter2");

  @Test
  void unknownHostIsNamed() {
    assertThat(
            toException(
                cannotConnect("The connection attempt failed.", new UnknownHostException("db"))))
        .hasMessage(
            "database d at db:5432: The connection attempt failed."
                + " java.net.UnknownHostException: db");
  }

  @Test
  void refusedConnectionIsReportedOnce() {
    assertThat(
            toException(
                cannotConnect("Connection to db:5432 refused.", new ConnectException("refused"))))
        .hasMessage("database d at db:5432: Connection to db:5432 refused.");
  }

  @Test
  void poolTimeoutReportsItsCause() {
    SQLException reason = cannotConnect("Connection to db:5432 refused.", null);

    assertThat(toException(new SQLTransientConnectionException("request timed out", reason)))
        .hasMessageEndingWith("Connection to db:5432 refused.")
        .hasCause(reason);
  }

  @Test
  void everySqlStateHasHint() {
    for (String state : new String[] {"08006", "28P01", "3D000", "42P01", "53300", "XX000", null}) {
      assertThat(toException(new SQLException("no", state)).hint()).isNotEmpty();
    }
    assertThat(toException(new SQLException(null, "08006"))).hasMessageEndingWith("SQLException");
  }

  private static SQLException cannotConnect(String message, Exception cause) {
    return new PSQLException(message, PSQLState.CONNECTION_UNABLE_TO_CONNECT, cause);
  }

  private static AttestorException toException(SQLException e) {
    return SqlErrors.of(e, TARGET);
  }
}

package org.stellaops.attestor.postgres.connection;

import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Converts SQL errors to failures with a hint for the operator. */
public final class SqlErrors {
  /** What is wrong with a server that does not accept changes. */
  public static final String READ_ONLY = "it is read-only (a replica?)";

  /** What to do about it. */
  public static final String READ_ONLY_HINT =
      "connect to the primary server, or end default_transaction_read_only of database and role";

  private SqlErrors() {}

  /** The failure {@code store}, with target and reason in one line. */
  public static AttestorException of(SQLException e, ConnectionTarget target) {
    SQLException reason = e.getCause() instanceof SQLException cause ? cause : e;
    if (isOfPooler(reason)) {
      return PoolerCheck.poolerFailure(target.location());
    }
    return new AttestorException(
        Failure.STORE, target.location() + ": " + message(reason), hint(reason), reason);
  }

  /** Prepared statements get lost between the server connections of a pooler. */
  private static boolean isOfPooler(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return state.equals("42P05") || state.equals("26000");
  }

  private static String message(SQLException e) {
    if ("25006".equals(e.getSQLState())) {
      return READ_ONLY;
    }
    ServerErrorMessage server = serverMessage(e);
    String message = server == null ? e.getMessage() : server.getMessage();
    if (message == null) {
      return e.getClass().getSimpleName();
    }
    // the driver describes only refused connections itself
    String first = message.lines().findFirst().orElse("");
    return e.getCause() instanceof IOException io && !first.contains("refused")
        ? first + " " + io
        : first;
  }

  private static String hint(SQLException e) {
    ServerErrorMessage server = serverMessage(e);
    if (server != null && server.getHint() != null) {
      return server.getHint();
    }
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return switch (state) {
      case "28P01", "28000" ->
          "check Username and Password of attestor.checkpointStore.connectionString";
      case "08P01" ->
          "a connection pooler, such as PgBouncer, is in between: connect to PostgreSQL itself, or"
              + " configure the pooler as in docs/configuration.md";
      case "25006" -> READ_ONLY_HINT;
      case "3D000" ->
          "create the database, or correct Database in attestor.checkpointStore.connectionString";
      case "3F000", "42P01", "42703" -> "stella attestor checkpoint-store init";
      case "42501" -> "grant this user the privileges, as the owner of the schema";
      case "53100" -> "free disk space on the PostgreSQL server";
      case "53300" -> "raise max_connections of the server, or stop other clients";
      case "57P03" -> "the server is starting or stopping; repeat the command";
      default ->
          state.startsWith("08")
              ? "check that PostgreSQL is running: stella attestor checkpoint-store test"
              : "see the PostgreSQL log";
    };
  }

  private static @Nullable ServerErrorMessage serverMessage(SQLException e) {
    return e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
  }
}

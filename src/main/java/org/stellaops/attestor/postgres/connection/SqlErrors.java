package org.stellaops.attestor.postgres.connection;

import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Says what PostgreSQL refused, where, and what to do about it. */
public final class SqlErrors {
  private SqlErrors() {}

  /** The failure {@code store}, with the reason in one line. */
  public static AttestorException of(SQLException e, ConnectionTarget target) {
    SQLException reason = e.getCause() instanceof SQLException cause ? cause : e;
    return new AttestorException(
        Failure.STORE, target.location() + ": " + message(reason), hint(reason), reason);
  }

  private static String message(SQLException e) {
    ServerErrorMessage server = serverMessage(e);
    String message = server == null ? e.getMessage() : server.getMessage();
    if (message == null) {
      return e.getClass().getSimpleName();
    }
    // the driver has a sentence of its own for refused connections only
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
          "compare Username and Password of attestor.checkpointStore.connectionString with the"
              + " server's";
      case "3D000" -> "create the database, or correct Database in the connectionString";
      case "3F000", "42P01", "42703" -> "stella attestor checkpoint-store init";
      case "42501" -> "let the owner of the schema grant the rights to this user";
      case "53100" -> "make room on the disk of PostgreSQL";
      case "53300" -> "raise max_connections of the server, or stop other clients";
      case "57P03" -> "the server is starting or stopping; try again in a moment";
      default ->
          state.startsWith("08")
              ? "see whether PostgreSQL runs there: stella attestor checkpoint-store test"
              : "look into the log of PostgreSQL";
    };
  }

  private static @Nullable ServerErrorMessage serverMessage(SQLException e) {
    return e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
  }
}

package org.stellaops.attestor.route;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Says of any exception which of the few ways of failing it is. */
final class Failures {
  private static final Pattern DISK =
      Pattern.compile(
          "No space left|[Qq]uota exceeded|Read-only file system|Input/output error|Stale file");

  private Failures() {}

  /** The failure in the chain of causes; {@code internal} if the program did not foresee it. */
  static AttestorException of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      AttestorException known = known(cause);
      if (known != null) {
        return known;
      }
    }
    return new AttestorException(
        Failure.INTERNAL,
        "unexpected " + thrown.getClass().getSimpleName() + ": " + said(thrown),
        "please report this with the log around it",
        thrown);
  }

  /** The answer of a server that is no good one, in the chain of causes. */
  static Optional<HttpOperationFailedException> answer(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpOperationFailedException http) {
        return Optional.of(http);
      }
    }
    return Optional.empty();
  }

  private static @Nullable AttestorException known(Throwable cause) {
    if (cause instanceof AttestorException ours) {
      return ours;
    }
    if (cause instanceof HttpOperationFailedException http) {
      return network(answered(http), http);
    }
    if (cause instanceof GenericFileOperationFailedException || isDisk(cause)) {
      return new AttestorException(
          Failure.DISK,
          "cannot write the mirror: " + deepest(cause),
          "check free space and permissions below attestor.tileCache.basePath",
          cause);
    }
    if (cause instanceof SQLException) {
      return new AttestorException(
          Failure.STORE,
          "PostgreSQL refuses: " + said(cause),
          "try: stella attestor checkpoint-store test",
          cause);
    }
    if (cause instanceof UnknownHostException) {
      return network("no such host: " + said(cause), cause);
    }
    if (cause instanceof SocketTimeoutException) {
      return network("the log does not answer in time: " + said(cause), cause);
    }
    return cause instanceof IOException
        ? network("the connection to the log failed: " + said(cause), cause)
        : null;
  }

  private static String answered(HttpOperationFailedException http) {
    String elsewhere = http.getRedirectLocation();
    return http.getUri()
        + " answered "
        + http.getStatusCode()
        + (elsewhere == null ? "" : " and points to " + elsewhere)
        + RetryAfter.text(http).map(text -> ", Retry-After: " + text).orElse("");
  }

  /** Java has classes for some troubles with files, and only the words of the system for others. */
  private static boolean isDisk(Throwable cause) {
    return cause instanceof FileSystemException
        || cause instanceof FileNotFoundException
        || cause instanceof IOException && DISK.matcher(String.valueOf(cause.getMessage())).find();
  }

  private static AttestorException network(String message, Throwable cause) {
    return new AttestorException(
        Failure.NETWORK,
        message,
        "the next cycle tries again; check the URL and the network",
        cause);
  }

  private static String deepest(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }

  private static String said(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}

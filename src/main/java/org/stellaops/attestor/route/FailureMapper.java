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

/** Maps any exception to a failure. */
public final class FailureMapper {
  private static final Pattern DISK_ERROR =
      Pattern.compile(
          "No space left|[Qq]uota exceeded|Read-only file system|Input/output error|Stale file");

  private FailureMapper() {}

  /** The failure in the chain of causes; {@code internal} for an unexpected exception. */
  public static AttestorException map(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      AttestorException known = knownFailure(cause);
      if (known != null) {
        return known;
      }
    }
    return new AttestorException(
        Failure.INTERNAL,
        "unexpected " + thrown.getClass().getSimpleName() + ": " + messageOf(thrown),
        "please report this with the log around it",
        thrown);
  }

  /** The HTTP error response in the chain of causes. */
  public static Optional<HttpOperationFailedException> httpFailure(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpOperationFailedException http) {
        return Optional.of(http);
      }
    }
    return Optional.empty();
  }

  private static @Nullable AttestorException knownFailure(Throwable cause) {
    if (cause instanceof AttestorException ours) {
      return ours;
    }
    if (cause instanceof HttpOperationFailedException http) {
      return network(describeResponse(http), http);
    }
    if (cause instanceof GenericFileOperationFailedException || isDisk(cause)) {
      return new AttestorException(
          Failure.DISK,
          "cannot write the mirror: " + rootCause(cause),
          "check free space and permissions below attestor.tileCache.basePath",
          cause);
    }
    if (cause instanceof SQLException) {
      return new AttestorException(
          Failure.STORE,
          "PostgreSQL refuses: " + messageOf(cause),
          "try: stella attestor checkpoint-store test",
          cause);
    }
    if (cause instanceof UnknownHostException) {
      return network("no such host: " + messageOf(cause), cause);
    }
    if (cause instanceof SocketTimeoutException) {
      return network("the log does not answer in time: " + messageOf(cause), cause);
    }
    return cause instanceof IOException
        ? network("the connection to the log failed: " + messageOf(cause), cause)
        : null;
  }

  private static String describeResponse(HttpOperationFailedException http) {
    String redirect = http.getRedirectLocation();
    return http.getUri()
        + " answered "
        + http.getStatusCode()
        + (redirect == null ? "" : " and points to " + redirect)
        + RetryAfter.headerValue(http.getResponseHeaders())
            .map(text -> ", Retry-After: " + text)
            .orElse("");
  }

  /** Whether this is a disk error; for some the JDK has a message but no exception class. */
  private static boolean isDisk(Throwable cause) {
    return cause instanceof FileSystemException
        || cause instanceof FileNotFoundException
        || cause instanceof IOException
            && DISK_ERROR.matcher(String.valueOf(cause.getMessage())).find();
  }

  private static AttestorException network(String message, Throwable cause) {
    return new AttestorException(
        Failure.NETWORK,
        message,
        "the next cycle tries again; check the URL and the network",
        cause);
  }

  /** The last of the causes, or the exception itself if it has none. */
  public static Throwable rootCause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String messageOf(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}

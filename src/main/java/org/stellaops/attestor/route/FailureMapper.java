package org.stellaops.attestor.route;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * Maps any exception to a failure. Wrappers such as {@code CamelExecutionException} or {@code
 * UncheckedIOException} do not affect the result.
 */
public final class FailureMapper {
  private static final Pattern DISK_ERROR =
      Pattern.compile(
          "No space left|[Qq]uota exceeded|Read-only file system|Input/output error|Stale file");

  private FailureMapper() {}

  /**
   * The failure in the chain of causes: a known failure, an HTTP or SQL error, else the innermost
   * error of the network or of the disk; {@code internal} for an unexpected exception.
   */
  public static AttestorException map(Throwable thrown) {
    return first(AttestorException.class, thrown)
        .or(() -> httpFailure(thrown).map(FailureMapper::response))
        .or(() -> first(SQLException.class, thrown).map(FailureMapper::store))
        .or(() -> ioFailure(thrown))
        .orElseGet(() ->
            new AttestorException(
                Failure.INTERNAL,
                "unexpected " + thrown.getClass().getSimpleName() + ": " + messageOf(thrown),
                "please report this with the log around it",
                thrown));
  }

  /** The HTTP error response in the chain of causes. */
  public static Optional<HttpOperationFailedException> httpFailure(Throwable thrown) {
    return first(HttpOperationFailedException.class, thrown);
  }

  /** The innermost cause, or the exception itself if it has none. */
  public static Throwable rootCause(Throwable thrown) {
    return chain(thrown).reduce(thrown, (outer, inner) -> inner);
  }

  private static Stream<Throwable> chain(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause);
  }

  private static <T> Optional<T> first(Class<T> type, Throwable thrown) {
    return chain(thrown).filter(type::isInstance).map(type::cast).findFirst();
  }

  private static Optional<AttestorException> ioFailure(Throwable thrown) {
    return chain(thrown)
        .filter(cause -> isDisk(cause) || isNetwork(cause))
        .reduce((outer, inner) -> inner)
        .or(() -> first(GenericFileOperationFailedException.class, thrown))
        .or(() -> first(IOException.class, thrown))
        .map(cause ->
            isDisk(cause) || cause instanceof GenericFileOperationFailedException
                ? disk(cause)
                : network(describeConnection(cause), cause));
  }

  private static boolean isNetwork(Throwable cause) {
    return cause instanceof SocketException
        || cause instanceof UnknownHostException
        || cause instanceof InterruptedIOException
        || cause instanceof SSLException
        || cause instanceof TimeoutException
        || cause instanceof ExchangeTimedOutException;
  }

  private static String describeConnection(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return "no such host: " + messageOf(cause);
    }
    return (cause instanceof InterruptedIOException
                || cause instanceof TimeoutException
                || cause instanceof ExchangeTimedOutException
            ? "no response in time: "
            : "the connection to the log failed: ")
        + messageOf(cause);
  }

  private static AttestorException store(SQLException cause) {
    return new AttestorException(
        Failure.STORE,
        "PostgreSQL reports an error: " + messageOf(cause),
        "run: stella attestor checkpoint-store test",
        cause);
  }

  private static AttestorException disk(Throwable cause) {
    return new AttestorException(
        Failure.DISK,
        "cannot write the mirror: " + rootCause(cause),
        "check free space and permissions below attestor.tileCache.basePath",
        cause);
  }

  private static AttestorException response(HttpOperationFailedException http) {
    return http.getRedirectLocation() == null
        ? network(describeResponse(http), http)
        : new AttestorException(
            Failure.NETWORK,
            describeResponse(http),
            "redirects are not followed; set baseUrl of the backend to the new address",
            http);
  }

  private static String describeResponse(HttpOperationFailedException http) {
    String redirect = http.getRedirectLocation();
    return http.getUri()
        + " returned "
        + http.getStatusCode()
        + (redirect == null ? "" : " with a redirect to " + redirect)
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
    return new AttestorException(Failure.NETWORK, message, NetworkHints.of(message, cause), cause);
  }

  private static String messageOf(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}

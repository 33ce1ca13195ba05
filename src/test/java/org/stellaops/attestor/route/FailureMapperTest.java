package org.stellaops.attestor.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

class FailureMapperTest {
  private static final Exchange EXCHANGE = new DefaultExchange(new DefaultCamelContext());

  static Stream<Arguments> foreseen() {
    return Stream.of(
        network(new ConnectException("Connection refused"), "Connection refused"),
        network(new UnknownHostException("log.example"), "no such host: log.example"),
        network(
            new SocketTimeoutException("Read timed out"), "no response in time: Read timed out"),
        network(
            new ConnectTimeoutException("Connect to log.example timed out"), "no response in time"),
        network(
            new HttpHostConnectException("Connect to log.example:1 failed: Connection refused"),
            "the connection to the log failed: Connect to log.example:1 failed"),
        network(new NoHttpResponseException("log.example failed to respond"), "failed to respond"),
        network(new ConnectionClosedException("Premature end"), "Premature end"),
        network(new SocketException("Connection reset"), "Connection reset"),
        network(new SSLHandshakeException("PKIX path building failed"), "PKIX path building"),
        network(new SSLPeerUnverifiedException("no name matches"), "no name matches"),
        network(new ZipException("Not in GZIP format"), "Not in GZIP format"),
        network(new EOFException(), "the connection to the log failed: EOFException"),
        network(answer(503, null), "http://log.example/checkpoint returned 503"),
        network(answer(301, "https://new.example/"), "301 with a redirect to https://new.example/"),
        network(new TimeoutException("after 30 s"), "no response in time: after 30 s"),
        network(new ExchangeTimedOutException(EXCHANGE, 30_000), "no response in time: "),
        network(
            new GenericFileOperationFailedException(
                "Cannot store file", new SocketException("Connection reset")),
            "the connection to the log failed: Connection reset"),
        network(
            new IOException("Input/output error", new SocketTimeoutException("Read timed out")),
            "no response in time: Read timed out"),
        network(
            new GenericFileOperationFailedException(
                "Cannot store file",
                new UncheckedIOException(new UnknownHostException("a.example"))),
            "no such host: a.example"),
        network(
            new FileSystemException("/srv/x", null, "copy failed")
                .initCause(new SSLException("closed by peer")),
            "the connection to the log failed: closed by peer"),
        network(
            new GenericFileOperationFailedException("Cannot store file", answer(429, null)),
            "http://log.example/checkpoint returned 429"),
        disk(new FileSystemException("/srv/tiles", null, "No space left on device")),
        disk(new AccessDeniedException("/srv/tiles")),
        disk(new NoSuchFileException("/srv/tiles")),
        disk(new IOException("No space left on device")),
        disk(new IOException("Disk quota exceeded")),
        disk(new IOException("Read-only file system")),
        disk(new IOException("Input/output error")),
        disk(new IOException("Stale file handle")),
        disk(new FileNotFoundException("/srv/tiles (Permission denied)")),
        disk(new GenericFileOperationFailedException("Cannot store file: /srv/tiles/x")),
        disk(
            new GenericFileOperationFailedException(
                "Cannot store file", new IOException("anything"))),
        disk(
            new SSLException(
                "cannot read the trust store", new NoSuchFileException("/etc/cacerts"))),
        Arguments.of(
            new SQLException("I/O error", new SocketException("Connection reset")),
            Failure.STORE,
            "I/O error"),
        Arguments.of(new SQLException("relation is gone"), Failure.STORE, "relation is gone"),
        Arguments.of(
            new SQLTransientConnectionException("pool - Connection is not available"),
            Failure.STORE,
            "Connection is not available"),
        Arguments.of(
            new SQLException(), Failure.STORE, "PostgreSQL reports an error: SQLException"));
  }

  @ParameterizedTest
  @MethodSource("foreseen")
  void mapsExceptionToFailureWithReasonAndHint(Exception thrown, Failure failure, String reason) {
    AttestorException said = FailureMapper.map(thrown);

    assertThat(said.failure()).isEqualTo(failure);
    assertThat(said).hasMessageContaining(reason);
    assertThat(said.hint()).isNotEmpty();
    assertThat(said.getMessage()).doesNotContain("null");
  }

  @ParameterizedTest
  @MethodSource("foreseen")
  void unwrapsCauses(Exception thrown, Failure failure, String reason) {
    for (Exception wrapped : wrapped(thrown)) {
      assertThat(FailureMapper.map(wrapped).failure()).as("%s", wrapped).isEqualTo(failure);
    }
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void returnsAttestorExceptionUnchanged(Failure failure) {
    AttestorException ours = new AttestorException(failure, "what", "next", new IOException("x"));

    assertThat(FailureMapper.map(ours)).isSameAs(ours);
    for (Exception wrapped : wrapped(ours)) {
      assertThat(FailureMapper.map(wrapped)).isSameAs(ours);
    }
  }

  @Test
  void diskFailureReportsRootCause() {
    Exception thrown =
        new GenericFileOperationFailedException(
            "Cannot store file: x",
            new IOException("outer", new IOException("No space left on device")));

    assertThat(FailureMapper.map(thrown))
        .hasMessage("cannot write the mirror: java.io.IOException: No space left on device");
    assertThat(FailureMapper.map(thrown).hint()).contains("attestor.tileCache.basePath");
  }

  @Test
  void unexpectedExceptionIsInternalFailure() {
    for (Exception thrown :
        List.of(
            new NullPointerException(),
            new IllegalStateException("bad math"),
            new RuntimeCamelException("no consumers", new IllegalArgumentException("odd")))) {
      AttestorException said = FailureMapper.map(thrown);
      assertThat(said.failure()).isEqualTo(Failure.INTERNAL);
      assertThat(said)
          .hasMessageContaining(thrown.getClass().getSimpleName())
          .hasCause(thrown)
          .hasMessageNotContaining("null");
    }
  }

  private static List<Exception> wrapped(Exception thrown) {
    Exception unchecked =
        thrown instanceof IOException io
            ? new UncheckedIOException(io)
            : new IllegalStateException(thrown);
    return List.of(
        new RuntimeCamelException(thrown),
        new CamelExecutionException("a route failed", EXCHANGE, thrown),
        new IOException("a step failed", thrown),
        new ExecutionException(new RuntimeException(thrown)),
        new CamelExchangeException("a step failed", EXCHANGE, thrown),
        unchecked);
  }

  private static Arguments network(Throwable thrown, String reason) {
    return Arguments.of(thrown, Failure.NETWORK, reason);
  }

  private static Arguments disk(Exception thrown) {
    return Arguments.of(thrown, Failure.DISK, "cannot write the mirror: ");
  }

  private static HttpOperationFailedException answer(int status, String location) {
    return new HttpOperationFailedException(
        "http://log.example/checkpoint", status, "", location, Map.of(), "");
  }
}

package org.stellaops.attestor.testlog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What goes wrong between a log and its reader: turns a good answer into the one that is sent. */
@FunctionalInterface
public interface FaultInjection {
  /** The answer that is sent in place of the good one. */
  FakeResponse apply(FakeResponse valid);

  /** Another status without a body, as 429 with {@code Retry-After}, in seconds or as a date. */
  static FaultInjection status(int status, Map<String, String> headers) {
    return valid -> FakeResponse.of(status, headers, new byte[0]);
  }

  /** The body is another one, of the same kind. */
  static FaultInjection body(UnaryOperator<String> modification) {
    return valid ->
        FakeResponse.of(
            valid.status(),
            valid.headers(),
            modification
                .apply(new String(valid.body(), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8));
  }

  /** The connection ends after half of the body. */
  static FaultInjection truncatedBody() {
    return valid -> {
      byte[] half = Arrays.copyOf(valid.body(), valid.body().length / 2);
      return new FakeResponse(valid.status(), valid.headers(), half, valid.body().length);
    };
  }

  /** The announced length is that much longer than the body, after which the connection ends. */
  static FaultInjection wrongLength(int excess) {
    return valid ->
        new FakeResponse(
            valid.status(), valid.headers(), valid.body(), valid.body().length + excess);
  }

  /** A body of a few kilobytes of gzip that unpacks to so many MiB of zero bytes. */
  static FaultInjection compressionBomb(int mebibytes) {
    byte[] bomb = Gzip.compressRepeated(new byte[1 << 20], mebibytes);
    return valid -> FakeResponse.of(valid.status(), Map.of("Content-Encoding", "gzip"), bomb);
  }
}

package org.stellaops.attestor.fakelog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What goes wrong between a log and its reader: turns a good answer into the one that is sent. */
@FunctionalInterface
public interface Trouble {
  /** The answer that is sent in place of the good one. */
  Answer spoil(Answer good);

  /** Another status without a body, as 429 with {@code Retry-After}, in seconds or as a date. */
  static Trouble status(int status, Map<String, String> headers) {
    return good -> Answer.of(status, headers, new byte[0]);
  }

  /** The body is another one, of the same kind. */
  static Trouble body(UnaryOperator<String> alteration) {
    return good ->
        Answer.of(
            good.status(),
            good.headers(),
            alteration
                .apply(new String(good.body(), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8));
  }

  /** The connection ends after half of the body. */
  static Trouble cutOff() {
    return good -> {
      byte[] half = Arrays.copyOf(good.body(), good.body().length / 2);
      return new Answer(good.status(), good.headers(), half, good.body().length);
    };
  }

  /** The announced length is that much longer than the body, after which the connection ends. */
  static Trouble wrongLength(int excess) {
    return good ->
        new Answer(good.status(), good.headers(), good.body(), good.body().length + excess);
  }

  /** A body of a few kilobytes of gzip that unpacks to so many MiB of zero bytes. */
  static Trouble gzipBomb(int mebibytes) {
    byte[] bomb = Gzip.repeated(new byte[1 << 20], mebibytes);
    return good -> Answer.of(good.status(), Map.of("Content-Encoding", "gzip"), bomb);
  }
}

package org.stellaops.attestor.testlog;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a server sends.
 *
 * @param status the HTTP status
 * @param headers without the length
 * @param body the bytes that are sent
 * @param announcedLength the length that is announced; where it is more than the body has, the
 *     connection ends within the answer
 */
public record FakeResponse(
    int status, Map<String, String> headers, byte[] body, int announcedLength) {
  /** Refuses to announce less than is sent. */
  public FakeResponse {
    if (announcedLength < body.length) {
      throw new IllegalArgumentException(
          "an answer of " + body.length + " bytes cannot be announced with " + announcedLength);
    }
    headers = Map.copyOf(headers);
  }

  /** An answer that is whole. */
  public static FakeResponse of(int status, Map<String, String> headers, byte[] body) {
    return new FakeResponse(status, headers, body, body.length);
  }

  /** The same with the body compressed, and a header that says so. */
  FakeResponse gzip() {
    Map<String, String> withEncoding = new TreeMap<>(headers);
    withEncoding.put("Content-Encoding", "gzip");
    return of(status, withEncoding, Gzip.compressRepeated(body, 1));
  }
}

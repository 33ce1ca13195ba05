package org.stellaops.attestor.fakelog;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a server sends.
 *
 * @param status the HTTP status
 * @param headers without the length
 * @param body the bytes that are sent
 * @param announced the length that is announced; where it is more than the body has, the connection
 *     ends within the answer
 */
public record Answer(int status, Map<String, String> headers, byte[] body, int announced) {
  /** Refuses to announce less than is sent. */
  public Answer {
    if (announced < body.length) {
      throw new IllegalArgumentException(
          "an answer of " + body.length + " bytes cannot be announced with " + announced);
    }
    headers = Map.copyOf(headers);
  }

  /** An answer that is whole. */
  public static Answer of(int status, Map<String, String> headers, byte[] body) {
    return new Answer(status, headers, body, body.length);
  }

  /** The same with the body compressed, and a header that says so. */
  Answer gzipped() {
    Map<String, String> more = new TreeMap<>(headers);
    more.put("Content-Encoding", "gzip");
    return of(status, more, Gzip.repeated(body, 1));
  }
}

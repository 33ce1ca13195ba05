package org.stellaops.attestor.sigstore;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.stellaops.attestor.note.StrictBase64;
import org.stellaops.attestor.trust.TrustedLog;

/** Verifies inclusion promises: Rekor v1's signed entry timestamps (SET). */
final class InclusionPromise {
  /** The last second of year 9999; later times are not valid in RFC 3339. */
  private static final long MAX_TIME = 253_402_300_799L;

  private InclusionPromise() {}

  /** The verified integrated time of an entry. */
  static Instant verify(TransparencyLogEntry entry, byte[] signature, TrustedLog log) {
    Step.PROMISE.require(
        !CanonicalizedBody.isRekorV2(entry) && entry.integratedTime() > 0,
        "a Rekor v2 entry must not have a signed entry timestamp");
    Step.PROMISE.require(
        entry.integratedTime() <= MAX_TIME, "the integrated time of the entry is after year 9999");
    Instant time = Instant.ofEpochSecond(entry.integratedTime());
    Step.PROMISE.require(
        log.checkpointKey().verifies(signedPayload(entry), signature),
        "the signed entry timestamp of the log does not verify");
    Step.PROMISE.require(
        log.validity().includes(time), "the log " + log.name() + " is not valid at " + time);
    return time;
  }

  /** The signed JSON, canonicalized as in RFC 8785. No value in it needs escaping. */
  private static byte[] signedPayload(TransparencyLogEntry entry) {
    return ("{\"body\":\""
            + StrictBase64.encode(entry.canonicalizedBody())
            + "\",\"integratedTime\":"
            + entry.integratedTime()
            + ",\"logID\":\""
            + HexFormat.of().formatHex(entry.logId())
            + "\",\"logIndex\":"
            + entry.logIndex()
            + "}")
        .getBytes(StandardCharsets.UTF_8);
  }
}

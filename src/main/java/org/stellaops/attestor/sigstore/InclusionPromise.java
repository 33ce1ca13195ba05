package org.stellaops.attestor.sigstore;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.stellaops.attestor.note.StrictBase64;
import org.stellaops.attestor.trust.TrustedLog;

/** Rekor v1's signed entry timestamp: the log's word that it has the entry since a moment. */
final class InclusionPromise {
  private InclusionPromise() {}

  /** The moment that the log has signed, if this entry carries its promise and it is good. */
  static Instant verify(TransparencyLogEntry entry, byte[] signature, TrustedLog log) {
    Instant time = Instant.ofEpochSecond(entry.integratedTime());
    VerificationException.throwUnless(
        !CanonicalizedBody.isRekorV2(entry) && entry.integratedTime() > 0,
        Step.PROMISE,
        "this kind of entry has no signed entry timestamp");
    VerificationException.throwUnless(
        log.checkpointKey().verifies(signedPayload(entry), signature),
        Step.PROMISE,
        "the signed entry timestamp of the log does not verify");
    VerificationException.throwUnless(
        log.validity().includes(time),
        Step.PROMISE,
        "the log " + log.name() + " is not to be trusted at " + time);
    return time;
  }

  /** RFC 8785: names in their order, no blanks. Nothing in it needs escaping. */
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

package org.stellaops.attestor.attestation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.stellaops.attestor.note.StrictBase64;
import org.stellaops.attestor.trust.TrustedLog;

/** Rekor v1's signed entry timestamp: the log's word that it has the entry since a moment. */
final class LogPromise {
  private LogPromise() {}

  /** The moment that the log has signed, if this entry carries its promise and it is good. */
  static Instant require(TlogEntry entry, byte[] signature, TrustedLog log) {
    Instant time = Instant.ofEpochSecond(entry.integratedTime());
    RefusedException.unless(
        !EntryBody.isOfRekorV2(entry) && entry.integratedTime() > 0,
        Step.PROMISE,
        "this kind of entry has no signed entry timestamp");
    RefusedException.unless(
        log.checkpointKey().verifies(signed(entry), signature),
        Step.PROMISE,
        "the signed entry timestamp of the log does not verify");
    RefusedException.unless(
        log.validity().includes(time),
        Step.PROMISE,
        "the log " + log.name() + " is not to be trusted at " + time);
    return time;
  }

  /** RFC 8785: names in their order, no blanks. Nothing in it needs escaping. */
  private static byte[] signed(TlogEntry entry) {
    return ("{\"body\":\""
            + StrictBase64.encode(entry.body())
            + "\",\"integratedTime\":"
            + entry.integratedTime()
            + ",\"logID\":\""
            + HexFormat.of().formatHex(entry.logId())
            + "\",\"logIndex\":"
            + entry.index()
            + "}")
        .getBytes(StandardCharsets.UTF_8);
  }
}

package org.stellaops.attestor.trust;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * What a file of <a href="https://theupdateframework.io/">TUF</a> metadata says of itself, as it
 * comes with a trusted root from Sigstore's repository. Its signatures are not checked here:
 * whoever has fetched it did, and what it says is for people to look at.
 *
 * @param role {@code root}, {@code timestamp}, {@code snapshot} or {@code targets}
 * @param version counted by whoever signs it
 * @param expires after this moment a client with a network takes it no more
 * @param trustedRoot SHA-256 of the {@code trusted_root.json} that the targets name
 */
public record TufMetadata(String role, long version, Instant expires, Optional<Hash> trustedRoot) {
  private static final Set<String> ROLES = Set.of("root", "timestamp", "snapshot", "targets");
  private static final String TARGET = "trusted_root.json";

  /**
   * Reads a file of metadata.
   *
   * @throws MalformedException if it is none
   */
  public static TufMetadata parse(byte[] content) {
    StrictJson signed = StrictJson.parse(content).child("signed");
    String role = signed.text("_type");
    if (!ROLES.contains(role)) {
      throw new MalformedException("nothing is known of the role '" + role + "'");
    }
    Optional<Hash> trustedRoot =
        signed
            .optionalChild("targets")
            .flatMap(targets -> targets.optionalChild(TARGET))
            .map(target -> Hash.fromHex(target.child("hashes").text("sha256")));
    return new TufMetadata(
        role, signed.number("version"), time(signed.text("expires")), trustedRoot);
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new MalformedException("'" + text + "' is no time as 2026-01-12T11:53:27Z");
    }
  }
}

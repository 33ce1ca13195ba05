package org.stellaops.attestor.trust;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * A <a href="https://theupdateframework.io/">TUF</a> metadata file as distributed with a trusted
 * root in Sigstore's repository. Its signatures are not verified: the values are for display only,
 * and the TUF client that fetched the file has verified it.
 *
 * @param role {@code root}, {@code timestamp}, {@code snapshot} or {@code targets}
 * @param version version number
 * @param expires time after which a TUF client no longer accepts it
 * @param trustedRoot SHA-256 digest of {@code trusted_root.json} in the targets role; empty in
 *     other roles
 */
public record TufMetadata(String role, long version, Instant expires, Optional<Hash> trustedRoot) {
  private static final Set<String> ROLES = Set.of("root", "timestamp", "snapshot", "targets");
  private static final String TARGET = "trusted_root.json";

  /**
   * Parses a metadata file.
   *
   * @throws MalformedException if it is not a TUF metadata file
   */
  public static TufMetadata parse(byte[] content) {
    StrictJson signed = StrictJson.parse(content).child("signed");
    String role = signed.text("_type");
    if (!ROLES.contains(role)) {
      throw new MalformedException("unknown role '" + role + "'");
    }
    Optional<Hash> trustedRoot =
        signed
            .optionalChild("targets")
            .flatMap(targets -> targets.optionalChild(TARGET))
            .map(target -> Hash.fromHex(target.child("hashes").text("sha256")));
    return new TufMetadata(role, signed.number("version"), signed.instant("expires"), trustedRoot);
  }
}

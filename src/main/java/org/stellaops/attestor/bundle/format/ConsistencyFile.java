package org.stellaops.attestor.bundle.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.stellaops.attestor.bundle.archive.BundleErrors;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * The file format of consistency proofs in a bundle: one hash per line in base64, as in the
 * requests of <a href="https://c2sp.org/tlog-witness">c2sp.org/tlog-witness</a>. The two sizes are
 * not part of the file. The encoding is canonical.
 */
public final class ConsistencyFile {
  private ConsistencyFile() {}

  /** Encodes a proof. */
  public static byte[] print(ConsistencyProof proof) {
    return proof.hashes().stream()
        .map(hash -> hash + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The inverse of {@link #print}.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_bundle} if the content
   *     is not canonical or does not have exactly as many hashes as the two sizes need
   */
  public static ConsistencyProof parse(byte[] content, long from, long to) {
    try {
      List<Hash> hashes =
          new String(content, StandardCharsets.US_ASCII).lines().map(Hash::fromBase64).toList();
      ConsistencyProof proof = new ConsistencyProof(from, to, hashes);
      if (Arrays.equals(print(proof), content)) {
        return proof;
      }
      throw new MalformedException("not in canonical form");
    } catch (IllegalArgumentException e) {
      throw BundleErrors.rejected(
          MetadataFile.consistencyPath(from) + ": invalid consistency proof: " + e.getMessage(), e);
    }
  }
}

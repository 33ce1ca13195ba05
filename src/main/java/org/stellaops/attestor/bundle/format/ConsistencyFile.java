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
 * A consistency proof as a file of a bundle: its hashes in base64, each on a line of its own, as in
 * the requests of <a href="https://c2sp.org/tlog-witness">c2sp.org/tlog-witness</a>. The sizes are
 * those of the notes at its two ends. There is one spelling.
 */
public final class ConsistencyFile {
  private ConsistencyFile() {}

  public static byte[] print(ConsistencyProof proof) {
    return proof.hashes().stream()
        .map(hash -> hash + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The inverse of {@link #print}; has exactly as many hashes as the two sizes need.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_bundle} if not
   */
  public static ConsistencyProof parse(byte[] content, long from, long to) {
    try {
      List<Hash> hashes =
          new String(content, StandardCharsets.US_ASCII).lines().map(Hash::fromBase64).toList();
      ConsistencyProof proof = new ConsistencyProof(from, to, hashes);
      if (Arrays.equals(print(proof), content)) {
        return proof;
      }
      throw new MalformedException("it is not in its one form");
    } catch (IllegalArgumentException e) {
      throw BundleErrors.rejected(
          MetadataFile.consistencyPath(from) + " is no consistency proof: " + e.getMessage(), e);
    }
  }
}

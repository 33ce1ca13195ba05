package org.stellaops.attestor.rekor;

import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;

/** Parses the response of {@code GET api/v1/log/proof}: a consistency proof. */
public final class ConsistencyProofResponse {
  /** The path below the server's URL. */
  public static final String PATH = "api/v1/log/proof";

  /** The greatest size of a response: 64 hashes and their JSON. */
  public static final int MAX_BYTES = 1 << 14;

  private ConsistencyProofResponse() {}

  /** The query of the request. */
  public static String query(TreeId tree, long from, long to) {
    return "firstSize=" + from + "&lastSize=" + to + "&treeID=" + tree;
  }

  /**
   * Parses the response.
   *
   * @throws AttestorException with {@code bad_proof} if it is invalid, or does not have exactly as
   *     many hashes as the two sizes need
   */
  public static ConsistencyProof parse(byte[] response, long from, long to) {
    try {
      return new ConsistencyProof(
          from,
          to,
          StrictJson.parse(response).textList("hashes").stream().map(Hash::fromHex).toList());
    } catch (MalformedException e) {
      throw new AttestorException(
          Failure.BAD_PROOF,
          "invalid consistency proof in the response: " + e.getMessage(),
          "the head is unchanged; the next cycle retries",
          e);
    }
  }
}

package org.stellaops.attestor.rekor;

import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;

/** Consistency proofs: the answer to {@code GET api/v1/log/proof}. */
public final class ConsistencyProofResponse {
  /** Where it is asked for, below the server's address. */
  public static final String PATH = "api/v1/log/proof";

  /** The most bytes that an honest answer has: 64 hashes and what is around them. */
  public static final int MAX_BYTES = 1 << 14;

  private ConsistencyProofResponse() {}

  /** What to ask for. */
  public static String query(TreeId tree, long from, long to) {
    return "firstSize=" + from + "&lastSize=" + to + "&treeID=" + tree;
  }

  /**
   * Reads the answer; it has exactly as many hashes as the two sizes need.
   *
   * @throws AttestorException with {@code bad_proof} if it has not, or is no answer
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
          "what came is no consistency proof: " + e.getMessage(),
          "the head stays where it is, and the next cycle asks again",
          e);
    }
  }
}

package org.stellaops.attestor.sigstore;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * An in-toto statement: what it says of which artifacts.
 *
 * @param predicateType what kind of thing it says
 * @param subjects the artifacts, at least one
 */
record Statement(String predicateType, List<StrictJson> subjects) {
  static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
  private static final Set<String> TYPES =
      Set.of("https://in-toto.io/Statement/v0.1", "https://in-toto.io/Statement/v1");

  /** Refuses an envelope with something else in it. */
  static Statement parse(SignatureContent.DsseEnvelope envelope) {
    require(
        envelope.payloadType().equals(PAYLOAD_TYPE),
        "the envelope contains no in-toto statement but '" + envelope.payloadType() + "'");
    try {
      StrictJson json = StrictJson.parse(envelope.payload());
      require(TYPES.contains(json.text("_type")), "a statement of an unknown version");
      List<StrictJson> subjects = json.children("subject");
      require(!subjects.isEmpty(), "a statement about nothing");
      return new Statement(json.text("predicateType"), subjects);
    } catch (MalformedException e) {
      throw new VerificationException(Step.ARTIFACT, "in the statement, " + e.getMessage(), e);
    }
  }

  /** Refuses an artifact that is none of the subjects. */
  void requireSubject(Artifact artifact) {
    try {
      require(
          subjects.stream().anyMatch(subject -> matches(subject.child("digest"), artifact)),
          "no subject of the statement is the artifact " + artifact);
    } catch (MalformedException e) {
      throw new VerificationException(Step.ARTIFACT, "in the statement, " + e.getMessage(), e);
    }
  }

  /** All digests that are known on both sides must agree, and there must be one. */
  private static boolean matches(StrictJson digests, Artifact artifact) {
    int matchingDigests = 0;
    for (HashAlgorithm hash : HashAlgorithm.values()) {
      if (digests.has(hash.inTotoName()) && artifact.knownDigest(hash).isPresent()) {
        byte[] known = artifact.digest(hash);
        if (!HexFormat.of().formatHex(known).equals(digests.text(hash.inTotoName()))) {
          return false;
        }
        matchingDigests++;
      }
    }
    return matchingDigests > 0;
  }

  private static void require(boolean condition, String reason) {
    VerificationException.throwUnless(condition, Step.ARTIFACT, reason);
  }
}

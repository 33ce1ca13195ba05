package org.stellaops.attestor.sigstore;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * An in-toto statement about one or more artifacts.
 *
 * @param predicateType the predicate type, a URI
 * @param subjects the artifacts, at least one
 */
record Statement(String predicateType, List<StrictJson> subjects) {
  static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
  private static final Set<String> TYPES =
      Set.of("https://in-toto.io/Statement/v0.1", "https://in-toto.io/Statement/v1");

  /** Parses the payload of an envelope. Rejects other payload types. */
  static Statement parse(SignatureContent.DsseEnvelope envelope) {
    require(
        envelope.payloadType().equals(PAYLOAD_TYPE),
        "the payload type is " + SafeText.quote(envelope.payloadType()));
    try {
      StrictJson json = StrictJson.parse(envelope.payload());
      require(TYPES.contains(json.text("_type")), "unsupported statement type");
      List<StrictJson> subjects = json.children("subject");
      require(!subjects.isEmpty(), "the statement has no subject");
      return new Statement(json.text("predicateType"), subjects);
    } catch (MalformedException e) {
      throw new VerificationException(Step.ARTIFACT, "invalid statement: " + e.getMessage(), e);
    }
  }

  /** Requires that the artifact is one of the subjects. */
  void requireSubject(Artifact artifact) {
    try {
      require(
          subjects.stream().anyMatch(subject -> matches(subject.child("digest"), artifact)),
          "the statement has no subject with the digest of the artifact " + artifact);
    } catch (MalformedException e) {
      throw new VerificationException(Step.ARTIFACT, "invalid statement: " + e.getMessage(), e);
    }
  }

  /** Whether all digests with a supported algorithm match, and there is at least one. */
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
    Step.ARTIFACT.require(condition, reason);
  }
}

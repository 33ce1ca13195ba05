package org.stellaops.attestor.bundle.read;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.stellaops.attestor.bundle.format.ManifestNote;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;

/**
 * Decides which exporters' bundles are accepted. The content of a bundle is verified with the log's
 * key in any case.
 *
 * @param required whether a bundle must be signed by a trusted exporter
 * @param trusted the keys of the trusted exporters. If there are any, a bundle that is signed only
 *     by others is rejected. An unsigned bundle is rejected only if a signature is required,
 *     because anyone can remove a signature
 */
public record ExporterPolicy(boolean required, List<VerifierKey> trusted) {
  public ExporterPolicy {
    trusted = List.copyOf(trusted);
  }

  /**
   * Checks the signature of a bundle.
   *
   * @return the trusted exporter that signed it; empty if there is none and none is required
   * @throws AttestorException with {@code untrusted_key}, {@code bad_signature} or {@code
   *     bad_bundle} if the bundle is not accepted
   */
  public Optional<VerifierKey> verify(BundleReader bundle) {
    Optional<SignedNote> note = bundle.signature();
    if (note.isEmpty() && required) {
      throw untrusted(
          "not signed, but attestor.airGap.requireSignedBundles is true",
          "on the exporting side create a key with: stella attestor export keygen --name NAME"
              + " --output FILE, and export again");
    }
    Optional<VerifierKey> signer =
        note.flatMap(signed ->
            ManifestNote.signer(
                signed, bundle.manifest().origin(), bundle.manifestBytes(), trusted));
    if (note.isPresent() && signer.isEmpty() && (required || !trusted.isEmpty())) {
      throw untrusted(
          "signed by %s, none of which is in attestor.airGap.trustedExporters"
              .formatted(signerNames(note.get())),
          "if you expected this exporter, add its key to trustedExporters");
    }
    return signer;
  }

  /** The key names of the signatures, not verified; at most four. */
  static String signerNames(SignedNote note) {
    return note.signatures().stream()
        .map(line -> SafeText.quote(line.name() + "+" + line.keyId()))
        .distinct()
        .limit(4)
        .collect(Collectors.joining(", "));
  }

  private static AttestorException untrusted(String reason, String hint) {
    return new AttestorException(Failure.UNTRUSTED_KEY, "bundle rejected: " + reason, hint);
  }
}

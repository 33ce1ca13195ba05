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
 * From whom bundles are taken. What is in a bundle is proved by the log's key in any case; this is
 * about who may bring it.
 *
 * @param required whether a bundle without a signature of one of the exporters is refused
 * @param trusted the keys of the exporters; where there are any, a bundle that only others have
 *     signed is refused too. Without a signature it passes unless one is required: anybody can take
 *     a signature away, so naming exporters alone keeps nobody out
 */
public record ExporterPolicy(boolean required, List<VerifierKey> trusted) {
  /** Keeps the list as it is now. */
  public ExporterPolicy {
    trusted = List.copyOf(trusted);
  }

  /**
   * Lets a bundle pass, or not.
   *
   * @return the exporter who has signed it; empty if it needs none
   * @throws AttestorException with {@code untrusted_key}, {@code bad_signature} or {@code
   *     bad_bundle} if it does not pass
   */
  public Optional<VerifierKey> verify(BundleReader bundle) {
    Optional<SignedNote> note = bundle.signature();
    if (note.isEmpty()) {
      if (required) {
        throw untrusted(
            "it is not signed, and attestor.airGap.requireSignedBundles is true",
            "let the exporter make a key with: stella attestor export keygen --name NAME --output"
                + " FILE, and export again");
      }
      return Optional.empty();
    }
    Optional<VerifierKey> signer =
        ManifestNote.signer(
            note.get(), bundle.manifest().origin(), bundle.manifestBytes(), trusted);
    if (signer.isEmpty() && (required || !trusted.isEmpty())) {
      throw untrusted(
          "no exporter in attestor.airGap.trustedExporters has signed it, but "
              + signerNames(note.get()),
          "if it comes from where you think, add the exporter's key to trustedExporters");
    }
    return signer;
  }

  /** The names on the signature lines, which prove nothing by themselves. */
  static String signerNames(SignedNote note) {
    return note.signatures().stream()
        .map(line -> SafeText.quote(line.name() + "+" + line.keyId()))
        .distinct()
        .limit(4)
        .collect(Collectors.joining(", "));
  }

  private static AttestorException untrusted(String reason, String hint) {
    return new AttestorException(Failure.UNTRUSTED_KEY, "the bundle is refused: " + reason, hint);
  }
}

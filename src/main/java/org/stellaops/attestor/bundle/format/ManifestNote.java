package org.stellaops.attestor.bundle.format;

import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.bundle.archive.BundleErrors;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.BadSignatureException;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.tlog.Sha256;

/**
 * The exporter's signed note over the manifest, which commits to all other files of the bundle.
 *
 * <pre>
 *   stella-attestor/bundle/v1
 *   log2025-1.rekor.sigstore.dev
 *   n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=      SHA-256 of manifest.json
 *
 *   — exports.example.org AnOjHV…
 * </pre>
 */
public final class ManifestNote {
  private ManifestNote() {}

  /** Signs a manifest. */
  public static SignedNote sign(NoteSigner signer, Origin origin, byte[] manifest) {
    String text = text(origin, manifest);
    return SignedNote.of(text, List.of(signer.sign(text)));
  }

  /**
   * Returns the first of the trusted keys that signed the manifest; empty if none did.
   *
   * @throws AttestorException with {@code bad_signature} if a signature of one of them does not
   *     verify; with {@code bad_bundle} if the note is not over this manifest
   */
  public static Optional<VerifierKey> signer(
      SignedNote note, Origin origin, byte[] manifest, Collection<VerifierKey> trusted) {
    if (!note.text().equals(text(origin, manifest))) {
      throw BundleErrors.rejected("manifest.note signs a different manifest");
    }
    return trusted.stream().filter(key -> isSignedBy(note, key)).findFirst();
  }

  private static boolean isSignedBy(SignedNote note, VerifierKey key) {
    try {
      return note.isSignedBy(key);
    } catch (BadSignatureException e) {
      throw new AttestorException(
          Failure.BAD_SIGNATURE,
          "bundle rejected: the signature of exporter " + key.name() + " does not verify",
          "it may have been manipulated; compare its SHA-256 with the exporter's",
          e);
    }
  }

  private static String text(Origin origin, byte[] manifest) {
    String digest = Base64.getEncoder().encodeToString(Sha256.digest(manifest));
    return "%s\n%s\n%s\n".formatted(ManifestJson.FORMAT, origin, digest);
  }
}

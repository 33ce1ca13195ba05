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

/**
 * The signature of whoever exported a bundle: a signed note over the manifest, which in turn
 * commits to everything else.
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

  public static SignedNote sign(NoteSigner signer, Origin origin, byte[] manifest) {
    String text = text(origin, manifest);
    return SignedNote.of(text, List.of(signer.sign(text)));
  }

  /**
   * Who of these has signed the manifest; empty if none has.
   *
   * @throws AttestorException with {@code bad_signature} if a signature claims to be by one of them
   *     and is not; with {@code bad_bundle} if the note is over something else
   */
  public static Optional<VerifierKey> signer(
      SignedNote note, Origin origin, byte[] manifest, Collection<VerifierKey> trusted) {
    if (!note.text().equals(text(origin, manifest))) {
      throw BundleErrors.rejected("its signed note is over another manifest");
    }
    return trusted.stream().filter(key -> isSignedBy(note, key)).findFirst();
  }

  private static boolean isSignedBy(SignedNote note, VerifierKey key) {
    try {
      return note.isSignedBy(key);
    } catch (BadSignatureException e) {
      throw new AttestorException(
          Failure.BAD_SIGNATURE,
          "the bundle is refused: a signature claims to be by the exporter "
              + key.name()
              + " and does not verify",
          "somebody may have changed it; ask the exporter for the SHA-256",
          e);
    }
  }

  private static String text(Origin origin, byte[] manifest) {
    byte[] digest = MetadataFile.newSha256().digest(manifest);
    return "stella-attestor/bundle/v1\n"
        + origin
        + "\n"
        + Base64.getEncoder().encodeToString(digest)
        + "\n";
  }
}

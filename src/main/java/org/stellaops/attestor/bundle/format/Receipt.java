package org.stellaops.attestor.bundle.format;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * An importer's confirmation of its state, so that the exporter can start the next delta there. The
 * exporter compares both heads with its own mirror before it uses them.
 *
 * @param origin the log
 * @param bundleSha256 SHA-256 of the imported bundle, 64 hexadecimal digits
 * @param mirrored the tree of which the importer has all files; {@link TreeHead#EMPTY} if none
 * @param pending the newest tree that the importer accepts, not smaller than {@code mirrored}
 * @param importedAt time of the import
 * @param note signed note over all of this; empty if the importer has no key
 */
public record Receipt(
    Origin origin,
    String bundleSha256,
    TreeHead mirrored,
    TreeHead pending,
    Instant importedAt,
    Optional<SignedNote> note) {
  /** The format of the file and the first line of the note. */
  static final String FORMAT = "stella-attestor/receipt/v1";

  /**
   * Checks the fields and that the note is over them.
   *
   * @throws MalformedException if they are invalid
   */
  public Receipt {
    if (!bundleSha256.matches("[0-9a-f]{64}")) {
      throw new MalformedException("receipt: bundle must be 64 hexadecimal digits");
    }
    if (mirrored.size() > pending.size()) {
      throw new MalformedException("receipt: mirrored must not be larger than pending");
    }
    String text = text(origin, bundleSha256, mirrored, pending, importedAt);
    if (note.isPresent() && !note.get().text().equals(text)) {
      throw new MalformedException("receipt: its note does not match its fields");
    }
  }

  /** Returns a copy with a note signed by this key. */
  public Receipt sign(NoteSigner signer) {
    String text = text(origin, bundleSha256, mirrored, pending, importedAt);
    return new Receipt(
        origin,
        bundleSha256,
        mirrored,
        pending,
        importedAt,
        Optional.of(SignedNote.of(text, List.of(signer.sign(text)))));
  }

  /** The base for a delta of this content. */
  public TreeHead baseFor(BundleContent content) {
    return content == BundleContent.CHECKPOINTS ? pending : mirrored;
  }

  private static String text(
      Origin origin, String bundleSha256, TreeHead mirrored, TreeHead pending, Instant importedAt) {
    return String.join(
        "\n",
        FORMAT,
        origin.name(),
        bundleSha256,
        mirrored.toString(),
        pending.toString(),
        importedAt.toString(),
        "");
  }
}

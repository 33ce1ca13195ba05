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
 * What an importer tells the exporter, so that the next bundle begins where this one has ended. It
 * decides nothing but that: the exporter compares both heads with its own mirror.
 *
 * @param origin the log
 * @param bundleSha256 SHA-256 of the bundle that was imported, 64 hexadecimal digits
 * @param mirrored the tree of which the importer has everything; {@link TreeHead#EMPTY} if none
 * @param pending the newest tree that it holds true
 * @param importedAt when
 * @param note a signed note over all of this; empty if the importer has no key
 */
public record Receipt(
    Origin origin,
    String bundleSha256,
    TreeHead mirrored,
    TreeHead pending,
    Instant importedAt,
    Optional<SignedNote> note) {
  /** The first line of a receipt's note, and the format of its file. */
  static final String FORMAT = "stella-attestor/receipt/v1";

  /** Refuses what no import writes, and a note over something else. */
  public Receipt {
    if (!bundleSha256.matches("[0-9a-f]{64}")) {
      throw new MalformedException("a receipt names its bundle by 64 hexadecimal digits");
    }
    if (mirrored.size() > pending.size()) {
      throw new MalformedException("a receipt of more than the log has");
    }
    String text = text(origin, bundleSha256, mirrored, pending, importedAt);
    if (note.isPresent() && !note.get().text().equals(text)) {
      throw new MalformedException("the note of the receipt says something else than the receipt");
    }
  }

  /** The same with a signature. */
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

  /** The tree that the importer has, for a bundle of this content. */
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

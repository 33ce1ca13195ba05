package org.stellaops.attestor.rekor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.trust.StrictJson;

/**
 * One shard as the server shows it. Nothing about it is verified.
 *
 * @param active whether it is shown as the one that takes entries
 * @param note the signed note
 * @param treeId what stands beside the note
 * @param treeSize what stands beside the note
 * @param rootHash what stands beside the note
 */
public record ShownTree(
    boolean active, String note, String treeId, String treeSize, String rootHash) {

  static ShownTree of(StrictJson json, boolean active) {
    return new ShownTree(
        active,
        json.text("signedTreeHead"),
        json.loose("treeID"),
        json.loose("treeSize"),
        json.loose("rootHash"));
  }

  /** The note as it came. */
  public byte[] raw() {
    return note.getBytes(StandardCharsets.UTF_8);
  }

  /** Which shard of the server this is: as the note says, or else what stands beside it. */
  public Optional<TreeId> tree(Origin server) {
    return checkpoint()
        .flatMap(said -> TreeId.of(said.origin(), server))
        .or(() -> TreeId.find(treeId));
  }

  /** How many entries it has, as the note says; 0 if it is no note. */
  public long size() {
    return checkpoint().map(said -> said.head().size()).orElse(0L);
  }

  /** What stands beside the note and is not what the note says, a phrase each. */
  public List<String> lies(Origin server) {
    List<String> lies = new ArrayList<>();
    checkpoint()
        .ifPresent(said -> {
          compare(
              "treeID",
              TreeId.of(said.origin(), server).map(TreeId::toString).orElse("none"),
              treeId,
              lies);
          compare("treeSize", Long.toString(said.head().size()), treeSize, lies);
          compare("rootHash", said.head().root().hex(), rootHash, lies);
        });
    return lies;
  }

  private static void compare(String name, String signed, String loose, List<String> lies) {
    if (!signed.equals(loose)) {
      lies.add(name + " is " + shortened(loose) + " and the note says " + signed);
    }
  }

  private static String shortened(String foreign) {
    String plain = foreign.replaceAll("[^0-9A-Za-z.+-]", "?");
    return plain.length() > 80 ? plain.substring(0, 80) + "…" : "'" + plain + "'";
  }

  private Optional<Checkpoint> checkpoint() {
    try {
      return Optional.of(Checkpoint.parse(SignedNote.parse(raw()).text()));
    } catch (MalformedNoteException | MalformedException e) {
      return Optional.empty(); // whoever opens it says why
    }
  }
}

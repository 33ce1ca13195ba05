package org.stellaops.attestor.rekor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * One shard as the server shows it. Nothing about it is verified.
 *
 * @param active whether it is shown as the one that takes entries
 * @param note the signed note
 * @param treeId what stands beside the note
 * @param treeSize what stands beside the note
 * @param rootHash what stands beside the note
 */
public record ShardInfo(
    boolean active, String note, String treeId, String treeSize, String rootHash) {

  static ShardInfo of(StrictJson json, boolean active) {
    return new ShardInfo(
        active,
        json.text("signedTreeHead"),
        json.rawText("treeID"),
        json.rawText("treeSize"),
        json.rawText("rootHash"));
  }

  /** The note as it came. */
  public byte[] raw() {
    return note.getBytes(StandardCharsets.UTF_8);
  }

  /** Which shard of the server this is: as the note says, or else what stands beside it. */
  public Optional<TreeId> resolveTreeId(Origin server) {
    return checkpoint()
        .flatMap(parsed -> TreeId.of(parsed.origin(), server))
        .or(() -> TreeId.tryParse(treeId));
  }

  /** How many entries it has, as the note says; 0 if it is no note. */
  public long size() {
    return checkpoint().map(parsed -> parsed.head().size()).orElse(0L);
  }

  /** What stands beside the note and is not what the note says, a phrase each. */
  public List<String> unsignedMismatches(Origin server) {
    List<String> mismatches = new ArrayList<>();
    checkpoint()
        .ifPresent(parsed -> {
          compare(
              "treeID",
              TreeId.of(parsed.origin(), server).map(TreeId::toString).orElse("none"),
              treeId,
              mismatches);
          compare("treeSize", Long.toString(parsed.head().size()), treeSize, mismatches);
          compare("rootHash", parsed.head().root().hex(), rootHash, mismatches);
        });
    return mismatches;
  }

  private static void compare(
      String name, String signed, String unsigned, List<String> mismatches) {
    if (!signed.equals(unsigned)) {
      mismatches.add(name + " is " + SafeText.quote(unsigned) + " and the note says " + signed);
    }
  }

  private Optional<Checkpoint> checkpoint() {
    try {
      return Optional.of(Checkpoint.parse(SignedNote.parse(raw()).text()));
    } catch (MalformedNoteException | MalformedException e) {
      return Optional.empty(); // whoever opens it says why
    }
  }
}

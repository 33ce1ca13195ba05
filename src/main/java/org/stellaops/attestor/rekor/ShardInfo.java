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
 * A shard in a {@link LogInfo}, not verified.
 *
 * @param active whether it is the shard that takes new entries
 * @param note the signed tree head
 * @param treeId the unsigned field of this name
 * @param treeSize the unsigned field of this name
 * @param rootHash the unsigned field of this name
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

  public byte[] raw() {
    return note.getBytes(StandardCharsets.UTF_8);
  }

  /** The tree ID: that of the note, or the unsigned one if the note has none. */
  public Optional<TreeId> resolveTreeId(Origin server) {
    return checkpoint()
        .flatMap(parsed -> TreeId.of(parsed.origin(), server))
        .or(() -> TreeId.tryParse(treeId));
  }

  /** The tree size of the note; 0 if the note is invalid. */
  public long size() {
    return checkpoint().map(parsed -> parsed.head().size()).orElse(0L);
  }

  /** Describes every unsigned field that differs from the note. */
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
      mismatches.add(name + " is " + SafeText.quote(unsigned) + ", but the note has " + signed);
    }
  }

  private Optional<Checkpoint> checkpoint() {
    try {
      return Optional.of(Checkpoint.parse(SignedNote.parse(raw()).text()));
    } catch (MalformedNoteException | MalformedException e) {
      return Optional.empty(); // reported when the note is verified
    }
  }
}

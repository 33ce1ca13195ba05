package org.stellaops.attestor.mirror.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.MirrorLayout.NamedFile;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.store.Damage;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Compares the files of one mirror with what the database says of them. Changes nothing.
 *
 * @param tree the mirrors
 * @param backend the log
 */
public record MirrorInspection(MirrorTree tree, Backend backend) {
  /**
   * What is wrong with the mirror.
   *
   * @param state the state of the log, of which some entries are covered
   * @param whole whether to look for every file, or for a sample of limited size
   * @param cursor where the sample begins
   */
  public Optional<Damage> run(LogState state, boolean whole, long cursor, Instant now) {
    return otherDirectory(state, now)
        .or(() -> olderDatabase(state, now))
        .or(() -> {
          PresenceCheck check = new PresenceCheck(tree, backend, state);
          return (whole ? check.whole(cursor) : check.sample(cursor)).damage(now);
        })
        .or(() ->
            state
                .damage()
                .filter(known -> known.kind() == Damage.Kind.DAMAGED_FILES)
                .flatMap(known ->
                    new PresenceCheck(tree, backend, state)
                        .content(known.from(), known.to())
                        .damage(now)));
  }

  private Optional<Damage> otherDirectory(LogState state, Instant now) {
    Optional<String> expected = state.files().storeId();
    Optional<String> present = tree.storeId();
    if (expected.isEmpty() || expected.equals(present)) {
      return Optional.empty();
    }
    String problem =
        "%s is not the directory of its files: the store identity is %s, expected %s"
            .formatted(tree.basePath(), present.orElse("missing"), expected.get());
    return Optional.of(new Damage(Damage.Kind.OTHER_DIRECTORY, problem, 0, 0, now));
  }

  private Optional<Damage> olderDatabase(LogState state, Instant now) {
    return publishedAhead(state.pending())
        .map(published -> {
          String problem =
              "the published checkpoint has %,d entries, and the database knows %,d: it is older than the files"
                  .formatted(published.head().size(), state.pending().size());
          return new Damage(Damage.Kind.OLDER_DATABASE, problem, 0, 0, now);
        });
  }

  /** The published checkpoint, if it is signed by the log and larger than this head. */
  public Optional<SignedCheckpoint> publishedAhead(TreeHead pending) {
    try {
      return tree.read(backend.origin(), NamedFile.CHECKPOINT)
          .filter(note -> sizeOf(note) > pending.size())
          .map(note -> backend.log().open(note, List.of()));
    } catch (AttestorException e) {
      return Optional.empty(); // it is no note of the log, and the next publication replaces it
    }
  }

  /** The size in the second line of a note, not verified; -1 if there is none. */
  private static long sizeOf(byte[] note) {
    String[] lines = new String(note, java.nio.charset.StandardCharsets.UTF_8).split("\n", 3);
    return lines.length > 1 && lines[1].matches("[0-9]{1,18}") ? Long.parseLong(lines[1]) : -1;
  }
}

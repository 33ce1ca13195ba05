package org.stellaops.attestor.mirror;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The files of a mirror. Each log has a directory {@code <basePath>/<sha256-hex(origin)>/} in the
 * layout of <a href="https://c2sp.org/tlog-tiles">c2sp.org/tlog-tiles</a>, so any static web server
 * can serve it. Paths are relative to that directory:
 *
 * <pre>
 *   path                   written by           removed by             audited by       repaired by
 *   tile/L/N[.p/W]         sync, import         prune, reset, publish  hash of parent   other tiles, fetch
 *   tile/entries/N[.p/W]   sync, import         prune, reset, publish  hash of parent   fetch
 *   {@link NamedFile}              publish              reset, before tiles    its own check    publish
 *   .NAME.UUID.tmp, .tmp-* a write in progress  rename; repair if old  age, 10 minutes  -
 *   any other file         -                    -                      reported         -
 * </pre>
 *
 * <p>The file {@code <basePath>/.store-id} is the identity of the directory: 32 random hexadecimal
 * digits and a newline, written once. The database keeps it with each log, so another or an empty
 * directory is not taken for the mirror. It is copied and moved with the other files.
 *
 * <p>An import collects files in {@code <basePath>/.staging/<sha256-hex(origin)>/} and renames them
 * into the log's directory. The next import deletes what an interrupted one left there.
 *
 * <p>The file {@code <basePath>/.quarantine/<sha256-hex(origin)>} is the evidence that keeps the
 * log in quarantine, a copy of the database's for commands that read files only. It is removed when
 * an operator releases the log.
 *
 * <p>Code that publishes, resets, audits, repairs or compares mirrors iterates over {@link
 * NamedFile}, so a further file of that kind is one more constant.
 */
public final class MirrorLayout {
  /** The directory of tiles and entry bundles. */
  public static final String TILE_DIRECTORY = "tile";

  /** The directory in the base path that holds files of unfinished imports. */
  public static final String STAGING_DIRECTORY = ".staging";

  /** The directory in the base path with the evidence of each log in quarantine. */
  public static final String QUARANTINE_DIRECTORY = ".quarantine";

  /** The file in the base path with the identity of the directory. */
  public static final String STORE_ID = ".store-id";

  private static final Pattern TEMPORARY_NAME =
      Pattern.compile("\\.tmp-.+|\\..+\\.[0-9a-f-]{36}\\.tmp");

  private MirrorLayout() {}

  /**
   * A file that a mirror has once. All are written when a checkpoint is published, in the order of
   * the constants, and removed in the reverse order. The checkpoint is last: clients consider a
   * tree complete as soon as they see it.
   */
  public enum NamedFile {
    /** The signed note over the mirrored tree. Any note over that tree is valid. */
    CHECKPOINT(Checkpoint.PATH, SignedNote::raw) {
      @Override
      public Optional<String> problem(Backend backend, TreeHead mirrored, byte[] content) {
        try {
          TreeHead head = backend.log().open(content, List.of()).head();
          return head.equals(mirrored)
              ? Optional.empty()
              : Optional.of(
                  "is for size " + head.size() + ", but the mirrored head is " + mirrored);
        } catch (AttestorException e) {
          return Optional.of("is rejected: " + e.getMessage());
        }
      }
    };

    private final String path;
    private final Function<SignedNote, byte[]> content;

    NamedFile(String path, Function<SignedNote, byte[]> content) {
      this.path = path;
      this.content = content;
    }

    /** The path below the log's directory. */
    public String path() {
      return path;
    }

    /** The content to publish with this note over the mirrored tree. */
    public byte[] content(SignedNote note) {
      return content.apply(note);
    }

    /**
     * What is wrong with a file's content, as the predicate of a sentence; empty if it belongs to
     * the mirrored head.
     */
    public abstract Optional<String> problem(Backend backend, TreeHead mirrored, byte[] content);
  }

  /** Whether a path is that of a {@link NamedFile}. */
  public static boolean isNamedFile(String path) {
    return Arrays.stream(NamedFile.values()).anyMatch(file -> file.path.equals(path));
  }

  /** Whether the file is written under this name only until it is renamed. */
  public static boolean isTemporary(String path) {
    int name = path.lastIndexOf('/') + 1;
    return path.startsWith(".", name) && TEMPORARY_NAME.matcher(path.substring(name)).matches();
  }
}

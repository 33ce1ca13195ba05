package org.stellaops.attestor.testlog;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * A log that exists only as files, of any size: it is written bundle by bundle and never held in
 * memory. Its key follows from its origin as that of {@link FakeLog#named}. Trouble with the disk
 * is an {@link java.io.UncheckedIOException}.
 *
 * @param origin name of the log and of its key
 * @param size number of entries
 * @param entries what the log consists of
 */
public record FakeLogFiles(Origin origin, long size, EntryGenerator entries) {
  private static final String MARKER = ".fakelog";

  /** Refuses a negative size. */
  public FakeLogFiles {
    if (size < 0) {
      throw new IllegalArgumentException("a log has no negative size");
    }
  }

  /** What a mirror is configured with to follow this log. */
  public LogIdentity identity() {
    return new LogIdentity(origin, signer().key());
  }

  /**
   * Writes tiles, bundles and at last the checkpoint below a directory, unless they are there. What
   * an interrupted call has written is not written again.
   *
   * @throws IllegalStateException if the directory holds anything else
   */
  public void write(Path directory) {
    write(directory, files -> {});
  }

  /**
   * Writes the tree that this log has after more entries into another directory. The full files are
   * hard links to those that are written already, so this takes little time and space.
   *
   * @param source where {@link #write} has put this log
   * @param target a directory that is new, empty or holds that grown tree
   * @return the log with the further entries
   */
  public FakeLogFiles writeGrowth(long more, Path source, Path target) {
    if (!isCompleteIn(new TreeFiles(source))) {
      throw new IllegalStateException(source + " does not hold " + this);
    }
    FakeLogFiles grown = new FakeLogFiles(origin, size + more, entries);
    grown.write(target, files -> files.linkFullFiles(new TreeFiles(source), new TreeShape(size)));
    return grown;
  }

  private void write(Path directory, Consumer<TreeFiles> preparation) {
    TreeFiles files = new TreeFiles(directory);
    if (isCompleteIn(files)) {
      return;
    }
    String startedMarker = "begun " + this;
    if (!files.isEmpty()
        && !files.get(MARKER).map(FakeLogFiles::text).orElse("").equals(startedMarker)) {
      throw new IllegalStateException(directory + " holds something else than " + this);
    }
    files.put(MARKER, bytes(startedMarker));
    preparation.accept(files);
    String text =
        new Checkpoint(origin, new TreeWriter(files, entries).write(size), List.of()).text();
    files.put(TreeFiles.CHECKPOINT, SignedNote.of(text, List.of(signer().sign(text))).raw());
    files.put(MARKER, bytes(toString()));
  }

  private boolean isCompleteIn(TreeFiles files) {
    return files.get(MARKER).map(FakeLogFiles::text).orElse("").equals(toString());
  }

  @Override
  public String toString() {
    return "%s: %d %s entries of %d bytes"
        .formatted(origin, size, entries.kind(), entries.length());
  }

  private NoteSigner signer() {
    return SeededKey.signer(origin.name(), 0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

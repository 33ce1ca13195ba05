package org.stellaops.attestor.filetree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.proof.HeadAnchor;

/**
 * Anchors as files, where exports find what they carry and imports put what they brought:
 *
 * <pre>
 *   &lt;dataDir&gt;/carry/&lt;origin directory&gt;/anchors/1511664856.anchor
 *   &lt;dataDir&gt;/received/&lt;origin directory&gt;/anchors/1511664856.anchor
 * </pre>
 */
public final class AnchorFiles {
  private static final String SUFFIX = ".anchor";

  private final Path dataDir;

  /** Below this directory, which need not exist. */
  public AnchorFiles(Path dataDir) {
    this.dataDir = dataDir;
  }

  /** Keeps an anchor, in place of an older one of the same size. */
  public Path keep(HeadAnchor anchor) {
    return keep(anchor.origin(), anchor.from().size() + SUFFIX, anchor.print());
  }

  /** Keeps another file that exports of this log are to carry. */
  public Path keep(Origin origin, String name, byte[] content) {
    Path file = folder("carry", origin).resolve(name);
    try {
      Files.createDirectories(file.getParent());
      DurableFiles.replace(file, content);
      return file;
    } catch (IOException e) {
      throw disk(file, e);
    }
  }

  /** The anchors of a log, those that were made here first. */
  public List<Found> of(Origin origin) {
    return files(origin).stream().map(AnchorFiles::found).toList();
  }

  /** The same without those that are no anchors, where one more or less does no harm. */
  public List<HeadAnchor> readable(Origin origin) {
    return files(origin).stream()
        .map(AnchorFiles::content)
        .flatMap(content -> HeadAnchor.find(content).stream())
        .toList();
  }

  private List<Path> files(Origin origin) {
    List<Path> all = new ArrayList<>();
    for (String side : List.of("carry", "received")) {
      Path folder = folder(side, origin);
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(each -> each.toString().endsWith(SUFFIX)).sorted().forEach(all::add);
      } catch (NoSuchFileException | NotDirectoryException e) {
        // nothing was put there
      } catch (IOException e) {
        throw disk(folder, e);
      }
    }
    return all;
  }

  private static Found found(Path file) {
    try {
      Instant since = Files.getLastModifiedTime(file).toInstant();
      return new Found(file, since, HeadAnchor.parse(content(file)));
    } catch (IOException e) {
      throw disk(file, e);
    }
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw disk(file, e);
    }
  }

  /**
   * An anchor that lies there; nothing of it is verified.
   *
   * @param file where
   * @param since when it was written
   * @param anchor what it says
   */
  public record Found(Path file, Instant since, HeadAnchor anchor) {}

  private Path folder(String side, Origin origin) {
    return dataDir.resolve(side).resolve(origin.directory()).resolve("anchors");
  }

  private static AttestorException disk(Path file, IOException e) {
    return new AttestorException(
        Failure.DISK, "cannot use " + file + ": " + e, "look at attestor.dataDir", e);
  }
}

package org.stellaops.attestor.filetree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.durable.DurableFiles;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.proof.HeadAnchor;

/**
 * Stores anchors as files in the directories of attached files: {@code carry} for exports and
 * {@code received} from imports.
 *
 * <pre>
 *   &lt;dataDir&gt;/carry/&lt;origin directory&gt;/anchors/1511664856.anchor
 *   &lt;dataDir&gt;/received/&lt;origin directory&gt;/anchors/1511664856.anchor
 * </pre>
 *
 * @param dataDir the data directory, which need not exist
 */
public record AnchorDirectory(Path dataDir) {
  private static final String SUFFIX = ".anchor";

  /** Stores an anchor and replaces an older one of the same size. */
  public Path store(HeadAnchor anchor) {
    return store(anchor.origin(), anchor.from().size() + SUFFIX, anchor.print());
  }

  /** Stores another file to attach to exports of this log. */
  public Path store(Origin origin, String name, byte[] content) {
    Path file = directory("carry", origin).resolve(name);
    try {
      Files.createDirectories(file.getParent());
      DurableFiles.replace(file, content);
      return file;
    } catch (IOException e) {
      throw diskError(file, e);
    }
  }

  /** The anchors of a log, those in {@code carry} first. */
  public List<AnchorFile> list(Origin origin) {
    return files(origin).stream().map(AnchorDirectory::read).toList();
  }

  /** The same, without unreadable files. */
  public List<HeadAnchor> readableAnchors(Origin origin) {
    return files(origin).stream().flatMap(file -> tryRead(file).stream()).toList();
  }

  private List<Path> files(Origin origin) {
    List<Path> all = new ArrayList<>();
    for (String subdirectory : List.of("carry", "received")) {
      Path directory = directory(subdirectory, origin);
      try (Stream<Path> files = Files.list(directory)) {
        files.filter(each -> each.toString().endsWith(SUFFIX)).sorted().forEach(all::add);
      } catch (NoSuchFileException | NotDirectoryException e) {
        // no such directory
      } catch (IOException e) {
        throw diskError(directory, e);
      }
    }
    return all;
  }

  private static AnchorFile read(Path file) {
    try {
      Instant writtenAt = Files.getLastModifiedTime(file).toInstant();
      return new AnchorFile(file, writtenAt, HeadAnchor.parse(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw diskError(file, e);
    }
  }

  private static Optional<HeadAnchor> tryRead(Path file) {
    try {
      return HeadAnchor.tryParse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw diskError(file, e);
    }
  }

  /**
   * A stored anchor, not verified.
   *
   * @param file its path
   * @param writtenAt its modification time
   * @param anchor its content
   */
  public record AnchorFile(Path file, Instant writtenAt, HeadAnchor anchor) {}

  private Path directory(String subdirectory, Origin origin) {
    return dataDir.resolve(subdirectory).resolve(origin.directory()).resolve("anchors");
  }

  private static AttestorException diskError(Path file, IOException e) {
    return new AttestorException(
        Failure.DISK, "cannot use " + file + ": " + e, "check attestor.dataDir", e);
  }
}

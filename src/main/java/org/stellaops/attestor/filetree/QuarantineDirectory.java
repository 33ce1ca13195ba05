package org.stellaops.attestor.filetree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.durable.DurableFiles;
import org.stellaops.attestor.evidence.EvidenceFile;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.MirrorLayout;
import org.stellaops.attestor.mirror.lookup.QuarantineLookup;

/**
 * The directory {@link MirrorLayout#QUARANTINE_DIRECTORY}: one evidence file for each log in
 * quarantine. All methods throw {@link AttestorException} with {@code disk} if the file system
 * reports an error.
 *
 * @param base the directory of all mirrors
 */
public record QuarantineDirectory(Path base) implements QuarantineLookup {
  private static final String NAME = "[0-9a-f]{64}";

  @Override
  public List<Evidence> all() {
    try (Stream<Path> files = Files.list(directory())) {
      return files
          .filter(file -> file.getFileName().toString().matches(NAME))
          .sorted()
          .flatMap(file -> read(file).stream())
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw disk("list", directory(), e);
    }
  }

  @Override
  public Optional<Evidence> find(Origin origin) {
    return read(file(origin));
  }

  /** Stores the evidence, unless the log is in quarantine already. */
  public void add(Evidence evidence) {
    Path file = file(evidence.origin());
    try {
      if (!Files.exists(file)) {
        DurableFiles.replace(file, EvidenceFile.print(evidence));
      }
    } catch (IOException e) {
      throw disk("write", file, e);
    }
  }

  /** Ends the quarantine of a log. */
  public void remove(Origin origin) {
    try {
      Files.deleteIfExists(file(origin));
    } catch (IOException e) {
      throw disk("delete", file(origin), e);
    }
  }

  private static Optional<Evidence> read(Path file) {
    try {
      return Optional.of(EvidenceFile.parse(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw disk("read", file, e);
    } catch (AttestorException e) {
      throw new AttestorException(
          e.failure(),
          file + ": " + e.getMessage(),
          "the log may be in quarantine; move the file away and restart the daemon, which restores it",
          e);
    }
  }

  private Path directory() {
    return base.resolve(MirrorLayout.QUARANTINE_DIRECTORY);
  }

  private Path file(Origin origin) {
    return directory().resolve(origin.directory());
  }

  private static AttestorException disk(String verb, Path file, IOException e) {
    return new AttestorException(
        Failure.DISK,
        "cannot " + verb + " " + file + ": " + e,
        "check the permissions of attestor.tileCache.basePath",
        e);
  }
}

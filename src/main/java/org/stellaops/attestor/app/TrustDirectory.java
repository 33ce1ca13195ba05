package org.stellaops.attestor.app;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.durable.DurableFiles;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.trust.TufMetadata;
import org.stellaops.attestor.verification.InputFiles;
import org.stellaops.attestor.verification.TrustedRootSource;
import org.stellaops.attestor.verification.TufFile;

/**
 * The trust material in the data directory:
 *
 * <pre>
 *   trust/trusted_root.json             imported by an operator; attestations are verified with it
 *   trust/timestamp.json …              the TUF metadata that came with it
 *   carry/trust/…                       copies to attach to exported bundles
 *   received/&lt;origin&gt;/trust/…   from imported bundles; not trusted
 * </pre>
 *
 * <p>Uses the data directory of these settings, which need not exist.
 */
public record TrustDirectory(Settings settings) {
  private static final String ROOT = "trusted_root.json";
  private static final String TRUST = "trust";
  private static final int MAX_BYTES = 1 << 20;

  /** The configured trusted root, else the imported one, else the built-in one. */
  public TrustedRootSource current() {
    return settings
        .verify()
        .trustedRootPath()
        .or(this::importedRoot)
        .map(TrustedRootSource::ofFile)
        .orElseGet(() -> TrustedRootSource.builtIn(TrustedRootSource.PRODUCTION));
  }

  private Optional<Path> importedRoot() {
    return Optional.of(trust().resolve(ROOT)).filter(Files::isRegularFile);
  }

  /**
   * Replaces the trusted root and its metadata. The file keeps its modification time, because that
   * is the age of the trusted root.
   *
   * @param root a valid trusted root
   * @param metadata TUF metadata files
   * @param attach whether to attach the files to exported bundles
   */
  public void store(Path root, List<Path> metadata, boolean attach) {
    metadata.forEach(TrustDirectory::requireMetadata);
    List<Path> targets = new ArrayList<>(List.of(trust()));
    if (attach) {
      targets.add(settings.dataDir().resolve("carry").resolve(TRUST));
    }
    for (Path target : targets) {
      // the root last, so that it never exists without its metadata
      metadata.forEach(file -> copy(file, target.resolve(file.getFileName().toString())));
      copy(root, target.resolve(ROOT));
    }
  }

  private static void requireMetadata(Path file) {
    try {
      TufMetadata.parse(InputFiles.readAtMost(file, MAX_BYTES));
    } catch (MalformedException e) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "invalid TUF metadata: " + file + ": " + e.getMessage(),
          "give root.json, timestamp.json, snapshot.json and targets.json of the TUF repository",
          e);
    }
  }

  private static void copy(Path from, Path to) {
    try {
      FileTime time = Files.getLastModifiedTime(from);
      DurableFiles.replace(to, InputFiles.readAll(from));
      Files.setLastModifiedTime(to, time);
    } catch (IOException e) {
      throw new AttestorException(
          Failure.DISK,
          "cannot write " + to + ": " + e,
          "check free space and permissions of the directory",
          e);
    }
  }

  /** The metadata of the imported trusted root. */
  public List<TufFile> metadata() {
    return metadata(trust());
  }

  /** The metadata from imported bundles. */
  public List<TufFile> received() {
    return metadata(settings.dataDir().resolve("received"));
  }

  private static List<TufFile> metadata(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, 3, new FileVisitOption[0])) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(Files::isRegularFile)
          .sorted()
          .flatMap(file -> read(file).stream())
          .toList();
    } catch (IOException e) {
      throw new AttestorException(
          Failure.DISK, "cannot read " + folder + ": " + e, "check attestor.dataDir", e);
    }
  }

  private static Optional<TufFile> read(Path file) {
    try {
      return Optional.of(
          new TufFile(file, TufMetadata.parse(InputFiles.readAtMost(file, MAX_BYTES))));
    } catch (MalformedException e) {
      return Optional.empty(); // a trusted root or another file
    }
  }

  private Path trust() {
    return settings.dataDir().resolve(TRUST);
  }
}

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
 * Whom this site trusts, below the data directory:
 *
 * <pre>
 *   trust/trusted_root.json             what an operator has imported; attestations are verified by it
 *   trust/timestamp.json …              the TUF metadata that came with it
 *   carry/trust/…                       copies that exported bundles carry, if the operator wants it
 *   received/&lt;origin&gt;/trust/…   what imported bundles have carried; nobody trusts that
 * </pre>
 */
public final class TrustDirectory {
  private static final String ROOT = "trusted_root.json";
  private static final String TRUST = "trust";
  private static final int MAX_BYTES = 1 << 20;

  private final Settings settings;

  /** The directories of these settings; none of them has to exist. */
  public TrustDirectory(Settings settings) {
    this.settings = settings;
  }

  /** The configured trusted root, else the imported one, else that of the program. */
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
   * Stores a trusted root with its metadata in place of the one before. The file keeps its time,
   * because its age is the age of the trust.
   *
   * @param root was read as a trusted root already
   * @param metadata files of TUF, each refused if it is none
   * @param attach whether bundles are to carry all of it
   */
  public void store(Path root, List<Path> metadata, boolean attach) {
    metadata.forEach(TrustDirectory::requireMetadata);
    List<Path> targets = new ArrayList<>(List.of(trust()));
    if (attach) {
      targets.add(settings.dataDir().resolve("carry").resolve(TRUST));
    }
    for (Path target : targets) {
      // the root comes last: whoever sees it sees its metadata
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
          "no TUF metadata is in " + file + ": " + e.getMessage(),
          "give root.json, timestamp.json, snapshot.json, targets.json as the repository has them",
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
          "look at the free space and the rights of the directory",
          e);
    }
  }

  /** The metadata that came with the imported root. */
  public List<TufFile> metadata() {
    return metadata(trust());
  }

  /** The metadata that bundles have brought. */
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
          Failure.DISK, "cannot read " + folder + ": " + e, "look at attestor.dataDir", e);
    }
  }

  private static Optional<TufFile> read(Path file) {
    try {
      return Optional.of(
          new TufFile(file, TufMetadata.parse(InputFiles.readAtMost(file, MAX_BYTES))));
    } catch (MalformedException e) {
      return Optional.empty(); // a trusted root, or what else lies there
    }
  }

  private Path trust() {
    return settings.dataDir().resolve(TRUST);
  }
}

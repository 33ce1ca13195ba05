package org.stellaops.attestor.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.durable.DurableFiles;
import org.stellaops.attestor.evidence.EvidenceFile;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.sigstore.Artifact;

/**
 * Keeps evidence for a process that hopefully has none: PostgreSQL is not asked for anything before
 * there is something to keep. Where it is away, the evidence goes into a file of the data
 * directory. Close it to let go of a store that it has opened.
 */
final class DeferredEvidenceSink implements AutoCloseable {
  private final Supplier<PostgresStore> opener;
  private final Path directory;
  private @Nullable PostgresStore store;

  private DeferredEvidenceSink(Supplier<PostgresStore> opener, Path dataDir) {
    this.opener = opener;
    this.directory = dataDir.resolve("evidence");
  }

  /** Opens the store of these settings when it is needed. */
  static DeferredEvidenceSink of(Settings settings) {
    return new DeferredEvidenceSink(() -> PostgresStore.openReadOnly(settings), settings.dataDir());
  }

  /**
   * Keeps it, and puts its log into quarantine, if that can be.
   *
   * @return where it is now, for whoever is told what it shows
   */
  synchronized String store(Evidence evidence) {
    try {
      long id = open().evidence().save(evidence);
      return "kept as evidence "
          + id
          + " and the log is in quarantine, see: stella attestor evidence show "
          + id;
    } catch (AttestorException e) {
      return "the evidence is NOT stored in PostgreSQL ("
          + e.getMessage()
          + ")"
          + writeFile(evidence);
    }
  }

  private PostgresStore open() {
    PostgresStore opened = store == null ? opener.get() : store;
    store = opened;
    return opened;
  }

  private String writeFile(Evidence evidence) {
    // by what was signed: one contradiction that is seen again and again is one file
    String notes = evidence.known().text() + evidence.shown().text();
    String name = Artifact.ofBytes(notes.getBytes(StandardCharsets.UTF_8)).sha256().hex();
    Path file =
        directory.resolve(evidence.kind().label() + "-" + name.substring(0, 16) + ".evidence");
    try {
      if (!Files.exists(file)) {
        DurableFiles.replace(file, EvidenceFile.print(evidence));
      }
      return " but in the file " + file + ", and the log is NOT in quarantine";
    } catch (IOException e) {
      return " and cannot be written to " + file + " either (" + e + "); keep the bundle";
    }
  }

  @Override
  public synchronized void close() {
    if (store != null) {
      store.close();
    }
  }
}

package org.stellaops.attestor.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.durable.DurableFiles;
import org.stellaops.attestor.evidence.EvidenceFile;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.filetree.QuarantineDirectory;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.sigstore.Artifact;

/**
 * Opens the evidence store only when there is evidence to store. If PostgreSQL is unreachable,
 * writes the evidence to a file in the data directory and to the quarantine files. Closing it
 * closes the store if it was opened.
 */
final class DeferredEvidenceSink implements AutoCloseable {
  private final Settings settings;
  private @Nullable PostgresStore store;

  DeferredEvidenceSink(Settings settings) {
    this.settings = settings;
  }

  /**
   * Stores the evidence and puts its log into quarantine.
   *
   * @return where the evidence is stored, for messages
   */
  synchronized String store(Evidence evidence) {
    try {
      long id = open().evidence().save(evidence);
      return "stored as evidence %1$d and the log is in quarantine, see: stella attestor evidence show %1$d"
          .formatted(id);
    } catch (AttestorException e) {
      String reason = e.getMessage();
      return "the evidence is NOT stored in PostgreSQL ("
          + reason
          + ")"
          + writeFile(evidence)
          + quarantine(evidence);
    }
  }

  private PostgresStore open() {
    PostgresStore opened = store == null ? PostgresStore.openReadOnly(settings) : store;
    store = opened;
    return opened;
  }

  private String writeFile(Evidence evidence) {
    // named after the signed notes, so that a repeated contradiction is one file
    String notes = evidence.known().text() + evidence.shown().text();
    String name = Artifact.ofBytes(notes.getBytes(StandardCharsets.UTF_8)).sha256().hex();
    String fileName = evidence.kind().label() + "-" + name.substring(0, 16) + ".evidence";
    Path file = settings.dataDir().resolve("evidence").resolve(fileName);
    try {
      if (!Files.exists(file)) {
        DurableFiles.replace(file, EvidenceFile.print(evidence));
      }
      return " but in the file " + file;
    } catch (IOException e) {
      return " and cannot be written to " + file + " either (" + e + "); keep the bundle";
    }
  }

  private String quarantine(Evidence evidence) {
    try {
      new QuarantineDirectory(settings.tiles().basePath()).add(evidence);
      return "; the log is in quarantine here, and the next sync stores that in PostgreSQL";
    } catch (AttestorException e) {
      return "; the log is NOT in quarantine (" + e.getMessage() + ")";
    }
  }

  @Override
  public synchronized void close() {
    if (store != null) {
      store.close();
    }
  }
}

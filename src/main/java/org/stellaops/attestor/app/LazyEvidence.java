package org.stellaops.attestor.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.attestation.Artifact;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.evidence.EvidenceFile;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.filetree.DurableFiles;
import org.stellaops.attestor.mirror.Evidence;

/**
 * Keeps evidence for a process that hopefully has none: PostgreSQL is not asked for anything before
 * there is something to keep. Where it is away, the evidence goes into a file of the data
 * directory. Close it to let go of a store that it has opened.
 */
final class LazyEvidence implements AutoCloseable {
  private final Supplier<Store> opening;
  private final Path folder;
  private @Nullable Store store;

  private LazyEvidence(Supplier<Store> opening, Path dataDir) {
    this.opening = opening;
    this.folder = dataDir.resolve("evidence");
  }

  /** Opens the store of these settings when it is needed. */
  static LazyEvidence of(Settings settings) {
    return new LazyEvidence(() -> Store.toLook(settings), settings.dataDir());
  }

  /**
   * Keeps it, and puts its log into quarantine, if that can be.
   *
   * @return where it is now, for whoever is told what it shows
   */
  synchronized String keep(Evidence evidence) {
    try {
      long id = open().evidence().keep(evidence);
      return "kept as evidence "
          + id
          + " and the log is in quarantine, see: stella attestor evidence show "
          + id;
    } catch (AttestorException e) {
      return "the evidence is NOT stored in PostgreSQL (" + e.getMessage() + ")" + file(evidence);
    }
  }

  private Store open() {
    Store open = store == null ? opening.get() : store;
    store = open;
    return open;
  }

  private String file(Evidence evidence) {
    // by what was signed: one contradiction that is seen again and again is one file
    String notes = evidence.known().text() + evidence.shown().text();
    String name = Artifact.ofBytes(notes.getBytes(StandardCharsets.UTF_8)).sha256().hex();
    Path file = folder.resolve(evidence.kind().word() + "-" + name.substring(0, 16) + ".evidence");
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

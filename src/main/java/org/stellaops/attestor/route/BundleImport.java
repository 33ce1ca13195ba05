package org.stellaops.attestor.route;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.bundle.BundleManifest;
import org.stellaops.attestor.bundle.BundleNotes;
import org.stellaops.attestor.bundle.BundleReader;
import org.stellaops.attestor.bundle.IncomingPieces;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.ProvedTiles;
import org.stellaops.attestor.mirror.StagedFiles;
import org.stellaops.attestor.note.VerifierKey;

/**
 * One import, from the opened file to the receipt: what the steps of the route hand to one another.
 * The steps run one after the other; only the staged files are written by parallel ones.
 */
public final class BundleImport {
  private final ImportRequest request;
  private final BundleReader reader;
  private final Backend backend;
  private final Optional<VerifierKey> exporter;
  private final Instant started;

  private @Nullable BundleNotes notes;
  private @Nullable ProvedTiles proved;
  private @Nullable IncomingPieces pieces;
  private @Nullable StagedFiles staged;
  private long covered;
  private String sha256 = "";
  private String uncompared = "";

  BundleImport(
      ImportRequest request,
      BundleReader reader,
      Backend backend,
      Optional<VerifierKey> exporter,
      Instant started) {
    this.request = request;
    this.reader = reader;
    this.backend = backend;
    this.exporter = exporter;
    this.started = started;
  }

  /** What is to be imported. */
  public ImportRequest request() {
    return request;
  }

  BundleReader reader() {
    return reader;
  }

  BundleManifest manifest() {
    return reader.manifest();
  }

  /** The log, as this side has configured it. */
  public Backend backend() {
    return backend;
  }

  Optional<VerifierKey> exporter() {
    return exporter;
  }

  Instant started() {
    return started;
  }

  void opened(BundleNotes opened) {
    this.notes = opened;
  }

  BundleNotes notes() {
    return known(notes);
  }

  void proved(ProvedTiles tiles) {
    this.proved = tiles;
  }

  ProvedTiles proved() {
    return known(proved);
  }

  void taking(IncomingPieces all) {
    this.pieces = all;
  }

  IncomingPieces pieces() {
    return known(pieces);
  }

  void staging(StagedFiles files, long coveredBefore) {
    this.staged = files;
    this.covered = coveredBefore;
  }

  /** The entries from the left that the mirror had before, if anything is staged. */
  long covered() {
    return covered;
  }

  Optional<StagedFiles> staged() {
    return Optional.ofNullable(staged);
  }

  void readToEnd(String digest) {
    this.sha256 = digest;
  }

  String sha256() {
    return sha256;
  }

  /** It is older, and this is why it could not be compared with what is here. */
  void uncompared(String why) {
    this.uncompared = why;
  }

  /** Empty if it was compared. */
  String uncompared() {
    return uncompared;
  }

  /** Lets go of the file, and of what was staged and not published. */
  void close() {
    reader.close();
    staged().ifPresent(StagedFiles::close);
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a step of the import was left out");
    }
    return value;
  }
}

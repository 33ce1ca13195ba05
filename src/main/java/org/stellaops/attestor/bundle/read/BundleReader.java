package org.stellaops.attestor.bundle.read;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stellaops.attestor.bundle.archive.ArchiveEntry;
import org.stellaops.attestor.bundle.archive.BundleErrors;
import org.stellaops.attestor.bundle.archive.Segment;
import org.stellaops.attestor.bundle.archive.TarFiles;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.format.BundleSource;
import org.stellaops.attestor.bundle.format.ManifestJson;
import org.stellaops.attestor.bundle.format.MetadataFile;
import org.stellaops.attestor.bundle.format.ProofTiles;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * Reads one volume from beginning to end. The package documentation shows the order in which the
 * methods must be called. Not thread-safe, except that any thread may verify a segment.
 */
public final class BundleReader implements AutoCloseable {
  private final SegmentReader segments;
  private final BundleManifest manifest;
  private final byte[] manifestBytes;
  private final Optional<SignedNote> signature;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final TreeFileCounter counter = new TreeFileCounter();

  private BundleReader(
      SegmentReader segments,
      BundleManifest manifest,
      byte[] manifestBytes,
      Optional<SignedNote> signature) {
    this.segments = segments;
    this.manifest = manifest;
    this.manifestBytes = manifestBytes;
    this.signature = signature;
  }

  /**
   * Opens a bundle and reads only its manifest and the exporter's note over it, so that an unwanted
   * bundle can be rejected early. Checks that the manifest is valid, but not the note.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_bundle} if the file is
   *     not a bundle, {@code configuration} if it does not exist, {@code disk} if it cannot be read
   */
  public static BundleReader open(Path file) {
    return open(file, () -> Files.newInputStream(file));
  }

  /** Opens a bundle that is read from a source, once and from beginning to end. */
  public static BundleReader open(Path file, BundleSource source) {
    SegmentReader segments = SegmentReader.open(file, source);
    try {
      List<ArchiveEntry> first = readEntries(segments.next());
      if (first.isEmpty() || first.size() > 2 || !first.get(0).path().equals(BundleManifest.PATH)) {
        throw BundleErrors.rejected("it does not begin with manifest.json");
      }
      byte[] json = first.get(0).bytes();
      BundleManifest manifest = ManifestJson.parse(json);
      return new BundleReader(segments, manifest, json, signature(first));
    } catch (RuntimeException e) {
      segments.close();
      throw e;
    }
  }

  private static Optional<SignedNote> signature(List<ArchiveEntry> first) {
    if (first.size() < 2) {
      return Optional.empty();
    }
    if (!first.get(1).path().equals(BundleManifest.NOTE_PATH)) {
      throw BundleErrors.rejected(
          "unexpected file " + SafeText.quote(first.get(1).path()) + ", expected manifest.note");
    }
    try {
      return Optional.of(SignedNote.parse(first.get(1).bytes()));
    } catch (MalformedNoteException e) {
      throw BundleErrors.rejected("manifest.note is not a signed note: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the metadata files and checks their lengths and digests. They have at most {@link
   * BundleManifest#MAX_TOTAL_FILE_BYTES} together.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_bundle} if the files
   *     are not those of the manifest
   */
  public void readFiles() {
    Iterator<MetadataFile> expected = manifest.files().iterator();
    while (files.size() < manifest.files().size()) {
      for (ArchiveEntry file : readEntries(segments.next())) {
        byte[] content = file.bytes();
        boolean valid = expected.hasNext() && MetadataFile.isPath(file.path());
        if (valid) {
          files.put(file.path(), content); // also if it is rejected: it may be evidence
        }
        if (!valid || !MetadataFile.of(file.path(), content).equals(expected.next())) {
          throw BundleErrors.rejected(SafeText.quote(file.path()) + " does not match the manifest");
        }
      }
    }
  }

  private static List<ArchiveEntry> readEntries(Segment segment) {
    if (segment.fileCount() == 0) {
      throw BundleErrors.rejected("it ends before its last file");
    }
    return TarFiles.parse(segment.content(), segment.fileCount());
  }

  public BundleManifest manifest() {
    return manifest;
  }

  byte[] manifestBytes() {
    return manifestBytes;
  }

  /** The exporter's signed note over the manifest, not verified; empty if there is none. */
  Optional<SignedNote> signature() {
    return signature;
  }

  /** The metadata files by path in their order; empty before {@link #readFiles}. */
  public Map<String, byte[]> files() {
    return Collections.unmodifiableMap(files);
  }

  /**
   * Reads the proof tiles.
   *
   * @return the tiles, not verified, each with its width in the exported tree; empty for a log
   *     without tiles
   */
  public Map<Tile, TileHashes> readProofTiles() {
    List<Tile> expected = ProofTiles.of(manifest);
    Map<Tile, TileHashes> received = new HashMap<>();
    List<ArchiveEntry> files = new ArrayList<>();
    while (files.size() < expected.size()) {
      for (ArchiveEntry file : readEntries(segments.next())) {
        if (files.size() == expected.size()
            || !file.path().equals(expected.get(files.size()).path())) {
          throw BundleErrors.rejected(
              "unexpected file " + SafeText.quote(file.path()) + " among the proof tiles");
        }
        Tile tile = expected.get(files.size());
        try {
          received.put(tile, TileHashes.wrap(tile, file.content().copy()));
        } catch (MalformedException e) {
          throw BundleErrors.rejected(String.valueOf(e.getMessage()), e);
        }
        files.add(file);
      }
    }
    counter.addTiles(files.size());
    return received;
  }

  /**
   * Returns the segments of the tree in their order. One thread must iterate; any thread may verify
   * a segment.
   *
   * @param backend the log
   * @param verified the verified proof tiles
   * @param retained tiles to keep for {@link InboundSegments#retained()}
   */
  public InboundSegments segments(Backend backend, VerifiedTiles verified, Set<Tile> retained) {
    return new InboundSegments(segments, backend, manifest, verified, retained, counter);
  }

  /**
   * Reads the end of the bundle and checks the counts of the manifest, the end-of-archive marker,
   * the digest in the trailer and the end of the file.
   *
   * @return SHA-256 of the file, 64 hexadecimal digits
   */
  public String finish() {
    counter.requireMatch(manifest);
    Segment last = segments.next();
    if (last.fileCount() != 0 || !Arrays.equals(last.content().bytes(), TarFiles.endOfArchive())) {
      throw BundleErrors.rejected("data after the last file of the tree");
    }
    return segments.finish();
  }

  /**
   * Reads to the end and checks the metadata files and the digest in the trailer, without
   * decompressing or verifying the tree.
   *
   * @return SHA-256 of the file, 64 hexadecimal digits
   */
  public String skipToEnd() {
    readFiles();
    while (segments.next().fileCount() > 0) {
      // only the digest is computed
    }
    return segments.finish();
  }

  /** The key names in the exporter's note, not verified; empty if there is none. */
  public String signerNames() {
    return signature.map(ExporterPolicy::signerNames).orElse("");
  }

  /** Bytes read so far. */
  public long bytesRead() {
    return segments.bytesRead();
  }

  @Override
  public void close() {
    segments.close();
  }
}

package org.stellaops.attestor.bundle.read;

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
 * Reads one volume from its beginning to its end, in the one order that there is: the manifest and
 * its signature when it is opened, then {@link #readFiles}, then {@link #readProofTiles}, then
 * {@link #segments}, then {@link #finish}.
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
   * Opens a bundle and reads its manifest and the exporter's note over it, and nothing else:
   * whoever does not like these two need not take in what follows. Nothing is checked yet but that
   * the manifest is one that an export can write.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_bundle} if it is none,
   *     {@code configuration} if there is no such file, {@code disk} if it cannot be read
   */
  public static BundleReader open(Path file) {
    SegmentReader segments = SegmentReader.open(file);
    try {
      List<ArchiveEntry> first = readEntries(segments.next());
      if (first.isEmpty() || first.size() > 2 || !first.get(0).path().equals(BundleManifest.PATH)) {
        throw BundleErrors.rejected("it does not begin with its manifest");
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
          SafeText.quote(first.get(1).path()) + " comes where the signature belongs");
    }
    try {
      return Optional.of(SignedNote.parse(first.get(1).bytes()));
    } catch (MalformedNoteException e) {
      throw BundleErrors.rejected("the signature of its exporter is no note: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the files that the manifest lists, which are {@link BundleManifest#MAX_TOTAL_FILE_BYTES}
   * at the most; they have the lengths and digests that it says.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_bundle} if other files
   *     come
   */
  public void readFiles() {
    Iterator<MetadataFile> expected = manifest.files().iterator();
    while (files.size() < manifest.files().size()) {
      for (ArchiveEntry file : readEntries(segments.next())) {
        byte[] content = file.bytes();
        if (!expected.hasNext()
            || !MetadataFile.isPath(file.path())
            || !MetadataFile.of(file.path(), content).equals(expected.next())) {
          throw BundleErrors.rejected(
              SafeText.quote(file.path()) + " is not the file that the manifest lists here");
        }
        files.put(file.path(), content);
      }
    }
  }

  private static List<ArchiveEntry> readEntries(Segment segment) {
    if (segment.fileCount() == 0) {
      throw BundleErrors.rejected("it ends too early");
    }
    return TarFiles.parse(segment.content(), segment.fileCount());
  }

  /** What the bundle says of itself. */
  public BundleManifest manifest() {
    return manifest;
  }

  /** The manifest as it came. */
  byte[] manifestBytes() {
    return manifestBytes;
  }

  /** The exporter's signed note over the manifest, unchecked; empty if there is none. */
  Optional<SignedNote> signature() {
    return signature;
  }

  /** The files besides the tree, by path, in their order; none before they are read. */
  public Map<String, byte[]> files() {
    return Collections.unmodifiableMap(files);
  }

  /**
   * Reads the tiles of the proof.
   *
   * @return them as they came, unchecked, each with its width in the exported tree; none of a log
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
              SafeText.quote(file.path()) + " comes where another tile belongs");
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
   * The tree, piece by piece, from the left. Pieces are to be taken by one thread; each can be
   * opened by any.
   *
   * @param backend the log, for messages and for what tiles must hash to
   * @param verified the tiles of the proof, checked
   * @param retained tiles to keep as they pass
   */
  public InboundSegments segments(Backend backend, VerifiedTiles verified, Set<Tile> retained) {
    return new InboundSegments(segments, backend, manifest, verified, retained, counter);
  }

  /**
   * Reads the end: nothing may be missing, nothing too much, and every byte must be as it was
   * sealed.
   *
   * @return SHA-256 of the file, 64 hexadecimal digits
   */
  public String finish() {
    counter.requireMatch(manifest);
    Segment last = segments.next();
    if (last.fileCount() != 0 || !Arrays.equals(last.content().bytes(), TarFiles.endOfArchive())) {
      throw BundleErrors.rejected("it goes on after the last file of its tree");
    }
    return segments.finish();
  }

  /**
   * Reads to the end without unpacking or checking the tree, to see that no byte differs from what
   * was sealed. The files that the manifest lists are compared with it on the way.
   *
   * @return SHA-256 of the file, 64 hexadecimal digits
   */
  public String skipToEnd() {
    readFiles();
    while (segments.next().fileCount() > 0) {
      // what is in it is of no interest here
    }
    return segments.finish();
  }

  /** The names on the signature of the exporter, unchecked; empty if there is none. */
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

package org.stellaops.attestor.bundle;

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
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.ProvedTiles;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * Reads one volume from its beginning to its end, in the one order that there is: the manifest and
 * its signature when it is opened, then {@link #readFiles}, then {@link #proof}, then {@link
 * #pieces}, then {@link #finish}.
 */
public final class BundleReader implements AutoCloseable {
  private final SegmentReader segments;
  private final BundleManifest manifest;
  private final byte[] manifestBytes;
  private final Optional<SignedNote> signature;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final TreeCount counted = new TreeCount();

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
      List<ArchivedFile> first = unpack(segments.next());
      if (first.isEmpty() || first.size() > 2 || !first.get(0).path().equals(BundleManifest.PATH)) {
        throw BadBundle.because("it does not begin with its manifest");
      }
      byte[] json = first.get(0).bytes();
      BundleManifest manifest = ManifestJson.parse(json);
      return new BundleReader(segments, manifest, json, signature(first));
    } catch (RuntimeException e) {
      segments.close();
      throw e;
    }
  }

  private static Optional<SignedNote> signature(List<ArchivedFile> first) {
    if (first.size() < 2) {
      return Optional.empty();
    }
    if (!first.get(1).path().equals(BundleManifest.NOTE_PATH)) {
      throw BadBundle.because(Shown.of(first.get(1).path()) + " comes where the signature belongs");
    }
    try {
      return Optional.of(SignedNote.parse(first.get(1).bytes()));
    } catch (MalformedNoteException e) {
      throw BadBundle.because("the signature of its exporter is no note: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the files that the manifest lists, which are {@link BundleManifest#MOST_FILE_BYTES} at
   * the most; they have the lengths and digests that it says.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_bundle} if other files
   *     come
   */
  public void readFiles() {
    Iterator<ControlFile> expected = manifest.files().iterator();
    while (files.size() < manifest.files().size()) {
      for (ArchivedFile file : unpack(segments.next())) {
        byte[] content = file.bytes();
        if (!expected.hasNext()
            || !ControlFile.isPath(file.path())
            || !ControlFile.of(file.path(), content).equals(expected.next())) {
          throw BadBundle.because(
              Shown.of(file.path()) + " is not the file that the manifest lists here");
        }
        files.put(file.path(), content);
      }
    }
  }

  private static List<ArchivedFile> unpack(Segment segment) {
    if (segment.items() == 0) {
      throw BadBundle.because("it ends too early");
    }
    return TarFiles.parse(segment.content(), segment.items());
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
  public Map<Tile, TileHashes> proof() {
    List<Tile> expected = ProofTiles.of(manifest);
    Map<Tile, TileHashes> came = new HashMap<>();
    List<ArchivedFile> files = new ArrayList<>();
    while (files.size() < expected.size()) {
      for (ArchivedFile file : unpack(segments.next())) {
        if (files.size() == expected.size()
            || !file.path().equals(expected.get(files.size()).path())) {
          throw BadBundle.because(Shown.of(file.path()) + " comes where another tile belongs");
        }
        Tile tile = expected.get(files.size());
        try {
          came.put(tile, TileHashes.reading(tile, file.content().copy()));
        } catch (MalformedException e) {
          throw BadBundle.because(String.valueOf(e.getMessage()), e);
        }
        files.add(file);
      }
    }
    counted.tiles(files.size());
    return came;
  }

  /**
   * The tree, piece by piece, from the left. Pieces are to be taken by one thread; each can be
   * opened by any.
   *
   * @param backend the log, for messages and for what tiles must hash to
   * @param proved the tiles of the proof, checked
   * @param remembered tiles to keep as they pass
   */
  public IncomingPieces pieces(Backend backend, ProvedTiles proved, Set<Tile> remembered) {
    return new IncomingPieces(segments, backend, manifest, proved, remembered, counted);
  }

  /**
   * Reads the end: nothing may be missing, nothing too much, and every byte must be as it was
   * sealed.
   *
   * @return SHA-256 of the file, 64 hexadecimal digits
   */
  public String finish() {
    counted.requireAs(manifest);
    Segment end = segments.next();
    if (end.items() != 0 || !Arrays.equals(end.content().bytes(), TarFiles.end())) {
      throw BadBundle.because("it goes on after the last file of its tree");
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
    while (segments.next().items() > 0) {
      // what is in it is of no interest here
    }
    return segments.finish();
  }

  /** The names on the signature of the exporter, unchecked; empty if there is none. */
  public String signatureNames() {
    return signature.map(ExporterPolicy::names).orElse("");
  }

  /** Bytes read so far. */
  public long bytes() {
    return segments.bytes();
  }

  @Override
  public void close() {
    segments.close();
  }
}

package org.stellaops.attestor.bundle.write;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.bundle.archive.ArchiveEntry;
import org.stellaops.attestor.bundle.archive.AtomicFile;
import org.stellaops.attestor.bundle.archive.CompressedSegment;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.archive.Segment;
import org.stellaops.attestor.bundle.archive.SegmentCodec;
import org.stellaops.attestor.bundle.archive.SegmentResequencer;
import org.stellaops.attestor.bundle.archive.TarFiles;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.tlog.ByteSlice;
import org.stellaops.attestor.tlog.Sha256;

/** Writes one volume. Several threads may append segments; they are written in their order. */
public final class BundleWriter implements AutoCloseable {
  private final Compression compression;
  private final AtomicFile output;
  private final Path target;
  private final PlannedVolume volume;
  private final MessageDigest digest = Sha256.newDigest();
  private final SegmentResequencer resequencer = new SegmentResequencer(this::write);
  private long bytesWritten;

  private BundleWriter(
      Compression compression, AtomicFile output, Path target, PlannedVolume volume) {
    this.compression = compression;
    this.output = output;
    this.target = target;
    this.volume = volume;
  }

  /**
   * Begins a volume: writes manifest, signature, metadata files and proof tiles.
   *
   * @param target the file, which exists once {@link #finish} returns; its name determines the
   *     compression
   * @param signer the exporter's key; empty for an unsigned bundle
   * @throws org.stellaops.attestor.failure.AttestorException with {@code disk} if it cannot be
   *     written, with {@code busy} if another export is writing it
   */
  public static BundleWriter begin(PlannedVolume volume, Path target, Optional<NoteSigner> signer) {
    Compression compression = Compression.of(target);
    BundleWriter writer = new BundleWriter(compression, AtomicFile.create(target), target, volume);
    try {
      List<ArchiveEntry> leading = volume.leadingFiles(signer);
      int first = leading.size() - volume.manifest().files().size();
      writer.writeSegment(leading.subList(0, first), false);
      writer.writeSegments(leading.subList(first, leading.size()), false);
      writer.writeSegments(volume.proofFiles(), true);
      return writer;
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  private void writeSegments(List<ArchiveEntry> files, boolean incompressible) {
    for (List<ArchiveEntry> rest = files; !rest.isEmpty(); ) {
      int count = Segment.filesThatFit(rest, file -> file.content().length());
      writeSegment(rest.subList(0, count), incompressible);
      rest = rest.subList(count, rest.size());
    }
  }

  private void writeSegment(List<ArchiveEntry> files, boolean incompressible) {
    writeSegment(files.size(), TarFiles.print(files), incompressible);
  }

  private void writeSegment(int fileCount, ByteSlice content, boolean incompressible) {
    ReusableBuffer buffer = new ReusableBuffer(0);
    compression.codec().encode(fileCount, content, incompressible, buffer);
    write(buffer.content());
  }

  /** The segments of the tree in their order, to be compressed and appended. */
  public Iterator<OutboundSegment> segments() {
    return volume.segments(compression);
  }

  /** Adds a segment and returns the number of its files. */
  public int append(CompressedSegment compressed) {
    resequencer.add(compressed);
    return compressed.fileCount();
  }

  /** Ends all current and later calls of {@link #append} with this exception. */
  public RuntimeException abort(RuntimeException cause) {
    return resequencer.abort(cause);
  }

  /** Writes the end of the volume and renames it to its final name. */
  public WrittenBundle finish() {
    resequencer.requireComplete();
    SegmentCodec codec = compression.codec();
    writeSegment(0, ByteSlice.of(TarFiles.endOfArchive()), false);
    byte[] trailer = Sha256.digestSoFar(digest);
    write(ByteSlice.of(codec.trailerPrefix()));
    write(ByteSlice.of(trailer));
    write(ByteSlice.of(codec.trailerSuffix()));
    String sha256 = HexFormat.of().formatHex(digest.digest());
    output.commit(sha256);
    return new WrittenBundle(target, sha256, bytesWritten, volume.manifest());
  }

  private void write(ByteSlice data) {
    digest.update(data.array(), data.from(), data.length());
    bytesWritten += data.length();
    output.write(data.buffer());
  }

  /** Deletes the temporary files of an unfinished volume. */
  @Override
  public void close() {
    output.close();
  }
}

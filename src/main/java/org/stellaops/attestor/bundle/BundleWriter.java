package org.stellaops.attestor.bundle;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.tlog.Slice;

/** Writes one volume. Pieces are packed by many threads and written in their turn. */
public final class BundleWriter implements AutoCloseable {
  private final Compression compression;
  private final OutputFile file;
  private final Path target;
  private final BundleManifest manifest;
  private final MessageDigest digest = ControlFile.newDigest();
  private final PiecesInTurn pieces = new PiecesInTurn(this::write);
  private long bytes;

  private BundleWriter(
      Compression compression, OutputFile file, Path target, BundleManifest manifest) {
    this.compression = compression;
    this.file = file;
    this.target = target;
    this.manifest = manifest;
  }

  /**
   * Begins a volume: the manifest, its signature, the notes and the proof.
   *
   * @param target the file that appears when all is written; its name says the compression
   * @param signer the exporter's key; empty for none
   * @throws org.stellaops.attestor.failure.AttestorException with {@code disk} if it cannot be
   *     written, with {@code busy} if another export is writing it
   */
  public static BundleWriter begin(VolumeDraft draft, Path target, Optional<NoteSigner> signer) {
    Compression compression = Compression.of(target);
    BundleWriter writer =
        new BundleWriter(compression, OutputFile.create(target), target, draft.manifest());
    try {
      List<ArchivedFile> head = draft.head(signer);
      int first = head.size() - draft.manifest().files().size();
      writer.pack(head.subList(0, first), false);
      writer.packAll(head.subList(first, head.size()), false);
      writer.packAll(draft.proof(), true);
      return writer;
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  private void packAll(List<ArchivedFile> files, boolean dense) {
    int from = 0;
    while (from < files.size()) {
      int to = from;
      long space = 0;
      while (to < files.size() && to - from < Segment.MOST_ITEMS) {
        space += TarFiles.space(files.get(to).content().length());
        if (space > Segment.TARGET_BYTES && to > from) {
          break;
        }
        to++;
      }
      pack(files.subList(from, to), dense);
      from = to;
    }
  }

  private void pack(List<ArchivedFile> files, boolean dense) {
    pack(files.size(), TarFiles.print(files), dense);
  }

  private void pack(int items, Slice content, boolean dense) {
    FileRoom segment = new FileRoom(0);
    compression.codec().pack(items, content, dense, segment);
    write(segment.content());
  }

  /** Takes a piece, writes it when it is its turn, and gives the number of its files. */
  public int append(PackedPiece piece) {
    pieces.add(piece);
    return piece.files();
  }

  /** No further piece will come: those that wait for it are let go. */
  public RuntimeException abandon(RuntimeException why) {
    return pieces.abandon(why);
  }

  /** Ends the volume and gives it its name. */
  public WrittenBundle finish() {
    pieces.finish();
    SegmentCodec codec = compression.codec();
    pack(0, Slice.of(TarFiles.end()), false);
    byte[] seal = digestSoFar();
    write(Slice.of(codec.sealHead()));
    write(Slice.of(seal));
    write(Slice.of(codec.sealTail()));
    String sha256 = HexFormat.of().formatHex(digestSoFar());
    file.finish(sha256);
    return new WrittenBundle(target, sha256, bytes, manifest);
  }

  private byte[] digestSoFar() {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of every Java platform can be copied", e);
    }
  }

  private void write(Slice some) {
    digest.update(some.array(), some.from(), some.length());
    bytes += some.length();
    file.write(some.buffer());
  }

  /** Leaves nothing behind of a volume that was not finished. */
  @Override
  public void close() {
    file.close();
  }
}

package org.stellaops.attestor.bundle;

import java.util.List;
import org.stellaops.attestor.mirror.Wanted;

/** Some files of a mirror that go into one segment. */
public final class OutgoingPiece {
  private final long turn;
  private final boolean dense;
  private final List<Wanted> wanted;
  private final MirroredFiles files;
  private final Compression compression;

  OutgoingPiece(
      long turn, boolean dense, List<Wanted> wanted, MirroredFiles files, Compression compression) {
    this.turn = turn;
    this.dense = dense;
    this.wanted = wanted;
    this.files = files;
    this.compression = compression;
  }

  /**
   * Reads the files, checks them once more, and packs them.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_tile} if one is
   *     damaged, with {@code incomplete} if one is missing
   */
  public PackedPiece pack() {
    byte[] tar = TarFiles.print(wanted.stream().map(files::read).toList());
    return new PackedPiece(
        turn, wanted.size(), compression.codec().pack(wanted.size(), tar, dense));
  }
}

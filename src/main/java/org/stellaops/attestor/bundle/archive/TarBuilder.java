package org.stellaops.attestor.bundle.archive;

import java.util.function.Consumer;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.ByteSlice;

/** An archive that is being written: files are read to where they will be in it. */
public final class TarBuilder {
  private final TarHeader header = new TarHeader();
  private final ReusableBuffer buffer;

  /** Without a file yet, in an empty room. */
  public TarBuilder(ReusableBuffer buffer) {
    this.buffer = buffer;
  }

  /**
   * Appends a file.
   *
   * @param content appends it to what is in the room
   */
  public void add(String path, Consumer<ReusableBuffer> content) {
    int start = buffer.length();
    buffer.appendZeros(TarHeader.BYTES);
    content.accept(buffer);
    int size = buffer.length() - start - TarHeader.BYTES;
    buffer.overwrite(start, header.encode(path, size));
    buffer.appendZeros((int) TarFiles.paddedSize(size) - TarHeader.BYTES - size);
  }

  /** The archive so far, without its end. */
  public ByteSlice content() {
    return buffer.content();
  }
}

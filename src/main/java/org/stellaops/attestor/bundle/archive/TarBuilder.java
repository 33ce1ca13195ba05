package org.stellaops.attestor.bundle.archive;

import java.util.function.Consumer;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.ByteSlice;

/** Builds tar content in a buffer; files are read directly to their place in it. */
public final class TarBuilder {
  private final TarHeader header = new TarHeader();
  private final ReusableBuffer buffer;

  /** Starts with an empty buffer. */
  public TarBuilder(ReusableBuffer buffer) {
    this.buffer = buffer;
  }

  /**
   * Appends a file.
   *
   * @param content appends the bytes of the file to the buffer
   */
  public void add(String path, Consumer<ReusableBuffer> content) {
    int start = buffer.length();
    buffer.appendZeros(TarHeader.BYTES);
    content.accept(buffer);
    int size = buffer.length() - start - TarHeader.BYTES;
    buffer.overwrite(start, header.encode(path, size));
    buffer.appendZeros((int) TarFiles.paddedSize(size) - TarHeader.BYTES - size);
  }

  /** The files added so far, without the end-of-archive marker. */
  public ByteSlice content() {
    return buffer.content();
  }
}

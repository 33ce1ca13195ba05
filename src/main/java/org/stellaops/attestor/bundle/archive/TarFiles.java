package org.stellaops.attestor.bundle.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * Files in tar format (POSIX ustar): a header of 512 bytes, the content, and zeros up to the next
 * multiple of 512.
 *
 * <p>The reader compares every header with the one that the writer would write for this path and
 * size, and rejects all others. This excludes links, devices, long names, sparse files and pax
 * headers.
 */
public final class TarFiles {
  private static final int BLOCK_BYTES = TarHeader.BYTES;

  /** The longest path of a file, in ASCII characters. */
  public static final int MAX_PATH_LENGTH = 99;

  private static final int SIZE_OFFSET = 124;

  private TarFiles() {}

  /** The end-of-archive marker: two blocks of zeros. */
  public static byte[] endOfArchive() {
    return new byte[2 * BLOCK_BYTES];
  }

  /** The size of a file in the archive, header and padding included. */
  public static long paddedSize(long size) {
    return BLOCK_BYTES + (size + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
  }

  /** Encodes files in their order, without the end-of-archive marker. */
  public static ByteSlice print(List<ArchiveEntry> files) {
    long totalSize = files.stream().mapToLong(file -> paddedSize(file.content().length())).sum();
    TarBuilder tar = new TarBuilder(new ReusableBuffer(Math.toIntExact(totalSize)));
    files.forEach(file -> tar.add(file.path(), buffer -> buffer.append(file.bytes())));
    return tar.content();
  }

  /**
   * The inverse of {@link #print}.
   *
   * @param count the required number of files
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_bundle} if the content
   *     is anything else
   */
  public static List<ArchiveEntry> parse(ByteSlice tar, int count) {
    TarHeader expected = new TarHeader();
    List<ArchiveEntry> files = new ArrayList<>();
    int offset = tar.from();
    while (offset < tar.end()) {
      if (tar.end() - offset < BLOCK_BYTES || files.size() == count) {
        throw BundleErrors.rejected("segment: contains more than its " + count + " files");
      }
      ArchiveEntry file = parseEntry(tar, offset, expected);
      files.add(file);
      offset += (int) paddedSize(file.content().length());
    }
    if (files.size() != count) {
      throw BundleErrors.rejected("segment: contains fewer than its " + count + " files");
    }
    return files;
  }

  private static ArchiveEntry parseEntry(ByteSlice tar, int offset, TarHeader expected) {
    byte[] header = Arrays.copyOfRange(tar.array(), offset, offset + BLOCK_BYTES);
    String path = path(header);
    long size = size(header);
    long next = offset + paddedSize(size);
    if (size < 0 || next > tar.end()) {
      throw BundleErrors.rejected(SafeText.quote(path) + " extends beyond its segment");
    }
    if (!Arrays.equals(header, expected.encode(path, size))) {
      throw BundleErrors.rejected(SafeText.quote(path) + " is " + describeType(header[156]));
    }
    int from = offset + BLOCK_BYTES;
    for (int i = from + (int) size; i < next; i++) {
      if (tar.array()[i] != 0) {
        throw BundleErrors.rejected("padding after " + SafeText.quote(path) + " is not zero");
      }
    }
    return new ArchiveEntry(path, new ByteSlice(tar.array(), from, (int) size));
  }

  private static long size(byte[] header) {
    try {
      return TarUtils.parseOctal(header, SIZE_OFFSET, TarConstants.SIZELEN);
    } catch (IllegalArgumentException e) {
      throw BundleErrors.rejected("invalid tar header: no size", e);
    }
  }

  private static String path(byte[] header) {
    int end = 0;
    while (end < MAX_PATH_LENGTH && header[end] != 0) {
      end++;
    }
    return new String(header, 0, end, StandardCharsets.US_ASCII);
  }

  private static String describeType(byte type) {
    return switch (type) {
      case TarConstants.LF_LINK -> "a hard link";
      case TarConstants.LF_SYMLINK -> "a symbolic link";
      case TarConstants.LF_CHR, TarConstants.LF_BLK -> "a device";
      case TarConstants.LF_DIR -> "a directory";
      case TarConstants.LF_FIFO -> "a pipe";
      case TarConstants.LF_PAX_EXTENDED_HEADER_LC,
          TarConstants.LF_PAX_EXTENDED_HEADER_UC,
          TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER ->
          "a pax header";
      case TarConstants.LF_GNUTYPE_LONGNAME, TarConstants.LF_GNUTYPE_LONGLINK -> "a long name";
      case TarConstants.LF_GNUTYPE_SPARSE -> "a sparse file";
      default -> "not a regular file in canonical form";
    };
  }
}

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
 * Files as a tar archive has them: a header of 512 bytes, then the content, filled up with zeros.
 *
 * <p>A header is read by comparing it with the one that we would have written for this path and
 * size. So there are no links, no devices, no long names, no sparse files, no records of pax: a
 * header that says anything but "a plain file" is another header, and refused.
 */
public final class TarFiles {
  private static final int BLOCK_BYTES = TarHeader.BYTES;
  private static final int MAX_PATH_LENGTH = 99;
  private static final int SIZE_OFFSET = 124;

  private TarFiles() {}

  /** What ends an archive. */
  public static byte[] endOfArchive() {
    return new byte[2 * BLOCK_BYTES];
  }

  /** What a file of this size takes. */
  public static long paddedSize(long size) {
    return BLOCK_BYTES + (size + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
  }

  /** Writes files one after the other. */
  public static ByteSlice print(List<ArchiveEntry> files) {
    long totalSize = files.stream().mapToLong(file -> paddedSize(file.content().length())).sum();
    TarBuilder tar = new TarBuilder(new ReusableBuffer(Math.toIntExact(totalSize)));
    files.forEach(file -> tar.add(file.path(), buffer -> buffer.append(file.bytes())));
    return tar.content();
  }

  /**
   * The inverse of {@link #print}.
   *
   * @param count how many files there must be
   */
  public static List<ArchiveEntry> parse(ByteSlice tar, int count) {
    TarHeader expected = new TarHeader();
    List<ArchiveEntry> files = new ArrayList<>();
    int offset = tar.from();
    while (offset < tar.end()) {
      if (tar.end() - offset < BLOCK_BYTES || files.size() == count) {
        throw BundleErrors.rejected("a segment has more in it than the files that it states");
      }
      ArchiveEntry file = parseEntry(tar, offset, expected);
      files.add(file);
      offset += (int) paddedSize(file.content().length());
    }
    if (files.size() != count) {
      throw BundleErrors.rejected("a segment has fewer files in it than it states");
    }
    return files;
  }

  private static ArchiveEntry parseEntry(ByteSlice tar, int offset, TarHeader expected) {
    byte[] header = Arrays.copyOfRange(tar.array(), offset, offset + BLOCK_BYTES);
    String path = path(header);
    long size = size(header);
    if (size < 0 || size > tar.end() - offset - BLOCK_BYTES) {
      throw BundleErrors.rejected(SafeText.quote(path) + " ends beyond its segment");
    }
    if (!Arrays.equals(header, expected.encode(path, size))) {
      throw BundleErrors.rejected(SafeText.quote(path) + " is " + describeType(header[156]));
    }
    int from = offset + BLOCK_BYTES;
    int to = from + (int) size;
    int next = offset + (int) paddedSize(size);
    if (next > tar.end()) {
      throw BundleErrors.rejected(SafeText.quote(path) + " ends beyond its segment");
    }
    for (int i = to; i < next; i++) {
      if (tar.array()[i] != 0) {
        throw BundleErrors.rejected("there is something between two files");
      }
    }
    return new ArchiveEntry(path, new ByteSlice(tar.array(), from, (int) size));
  }

  private static long size(byte[] header) {
    try {
      return TarUtils.parseOctal(header, SIZE_OFFSET, TarConstants.SIZELEN);
    } catch (IllegalArgumentException e) {
      throw BundleErrors.rejected("the header of a file cannot be read: it says no size", e);
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
          "a header of pax";
      case TarConstants.LF_GNUTYPE_LONGNAME, TarConstants.LF_GNUTYPE_LONGLINK -> "a long name";
      case TarConstants.LF_GNUTYPE_SPARSE -> "a sparse file";
      default -> "not written as a bundle has its files";
    };
  }
}

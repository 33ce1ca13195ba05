package org.stellaops.attestor.bundle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Files as a tar archive has them: a header of 512 bytes, then the content, filled up with zeros.
 *
 * <p>A header is read by comparing it with the one that we would have written for this path and
 * size. So there are no links, no devices, no long names, no sparse files, no records of pax: a
 * header that says anything but "a plain file" is another header, and refused.
 */
final class TarFiles {
  private static final int BLOCK = 512;
  private static final int MODE = 0100644;
  private static final int LONGEST_PATH = 99;

  /** The same for every file of every bundle; at 0 GNU tar finds files implausibly old. */
  private static final long MODIFIED_MILLIS = 1_000_000_000_000L;

  private TarFiles() {}

  /** What ends an archive. */
  static byte[] end() {
    return new byte[2 * BLOCK];
  }

  /** What a file of this size takes. */
  static long space(long size) {
    return BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** Writes files one after the other. */
  static byte[] print(List<ArchivedFile> files) {
    long space = files.stream().mapToLong(file -> space(file.content().length)).sum();
    byte[] tar = new byte[Math.toIntExact(space)];
    int at = 0;
    for (ArchivedFile file : files) {
      System.arraycopy(header(file.path(), file.content().length), 0, tar, at, BLOCK);
      System.arraycopy(file.content(), 0, tar, at + BLOCK, file.content().length);
      at += (int) space(file.content().length);
    }
    return tar;
  }

  /**
   * The inverse of {@link #print}.
   *
   * @param count how many files there must be
   */
  static List<ArchivedFile> parse(byte[] tar, int count) {
    List<ArchivedFile> files = new ArrayList<>();
    int at = 0;
    while (at < tar.length) {
      if (tar.length - at < BLOCK || files.size() == count) {
        throw BadBundle.because("a segment has more in it than the files that it states");
      }
      ArchivedFile file = file(tar, at);
      files.add(file);
      at += (int) space(file.content().length);
    }
    if (files.size() != count) {
      throw BadBundle.because("a segment has fewer files in it than it states");
    }
    return files;
  }

  private static ArchivedFile file(byte[] tar, int at) {
    byte[] header = Arrays.copyOfRange(tar, at, at + BLOCK);
    TarArchiveEntry entry = read(header);
    String path = path(header);
    long size = entry.getSize();
    if (size < 0 || size > tar.length - at - BLOCK) {
      throw BadBundle.because(Shown.of(path) + " ends beyond its segment");
    }
    if (!Arrays.equals(header, header(path, size))) {
      throw BadBundle.because(Shown.of(path) + " is " + kind(header[156]));
    }
    int from = at + BLOCK;
    int to = from + (int) size;
    int next = at + (int) space(size);
    if (next > tar.length) {
      throw BadBundle.because(Shown.of(path) + " ends beyond its segment");
    }
    for (int i = to; i < next; i++) {
      if (tar[i] != 0) {
        throw BadBundle.because("there is something between two files");
      }
    }
    return new ArchivedFile(path, Arrays.copyOfRange(tar, from, to));
  }

  private static TarArchiveEntry read(byte[] header) {
    try {
      return new TarArchiveEntry(header);
    } catch (Exception e) { // it also throws checked ones that it does not declare
      throw BadBundle.because("the header of a file cannot be read", e);
    }
  }

  private static String path(byte[] header) {
    int end = 0;
    while (end < LONGEST_PATH && header[end] != 0) {
      end++;
    }
    return new String(header, 0, end, StandardCharsets.US_ASCII);
  }

  private static byte[] header(String path, long size) {
    TarArchiveEntry entry = new TarArchiveEntry(path, TarConstants.LF_NORMAL, true);
    entry.setMode(MODE);
    entry.setIds(0, 0);
    entry.setNames("", "");
    entry.setModTime(MODIFIED_MILLIS);
    entry.setSize(size);
    byte[] header = new byte[BLOCK];
    entry.writeEntryHeader(header);
    return header;
  }

  private static String kind(byte type) {
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

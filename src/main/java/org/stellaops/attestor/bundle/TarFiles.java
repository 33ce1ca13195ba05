package org.stellaops.attestor.bundle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.tlog.Slice;

/**
 * Files as a tar archive has them: a header of 512 bytes, then the content, filled up with zeros.
 *
 * <p>A header is read by comparing it with the one that we would have written for this path and
 * size. So there are no links, no devices, no long names, no sparse files, no records of pax: a
 * header that says anything but "a plain file" is another header, and refused.
 */
final class TarFiles {
  private static final int BLOCK = TarHeader.BYTES;
  private static final int LONGEST_PATH = 99;
  private static final int SIZE_AT = 124;

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
  static Slice print(List<ArchivedFile> files) {
    long space = files.stream().mapToLong(file -> space(file.content().length())).sum();
    TarDraft tar = new TarDraft(new FileRoom(Math.toIntExact(space)));
    files.forEach(file -> tar.add(file.path(), room -> room.append(file.bytes())));
    return tar.content();
  }

  /**
   * The inverse of {@link #print}.
   *
   * @param count how many files there must be
   */
  static List<ArchivedFile> parse(Slice tar, int count) {
    TarHeader expected = new TarHeader();
    List<ArchivedFile> files = new ArrayList<>();
    int at = tar.from();
    while (at < tar.end()) {
      if (tar.end() - at < BLOCK || files.size() == count) {
        throw BadBundle.because("a segment has more in it than the files that it states");
      }
      ArchivedFile file = file(tar, at, expected);
      files.add(file);
      at += (int) space(file.content().length());
    }
    if (files.size() != count) {
      throw BadBundle.because("a segment has fewer files in it than it states");
    }
    return files;
  }

  private static ArchivedFile file(Slice tar, int at, TarHeader expected) {
    byte[] header = Arrays.copyOfRange(tar.array(), at, at + BLOCK);
    String path = path(header);
    long size = size(header);
    if (size < 0 || size > tar.end() - at - BLOCK) {
      throw BadBundle.because(Shown.of(path) + " ends beyond its segment");
    }
    if (!Arrays.equals(header, expected.of(path, size))) {
      throw BadBundle.because(Shown.of(path) + " is " + kind(header[156]));
    }
    int from = at + BLOCK;
    int to = from + (int) size;
    int next = at + (int) space(size);
    if (next > tar.end()) {
      throw BadBundle.because(Shown.of(path) + " ends beyond its segment");
    }
    for (int i = to; i < next; i++) {
      if (tar.array()[i] != 0) {
        throw BadBundle.because("there is something between two files");
      }
    }
    return new ArchivedFile(path, new Slice(tar.array(), from, (int) size));
  }

  private static long size(byte[] header) {
    try {
      return TarUtils.parseOctal(header, SIZE_AT, TarConstants.SIZELEN);
    } catch (IllegalArgumentException e) {
      throw BadBundle.because("the header of a file cannot be read: it says no size", e);
    }
  }

  private static String path(byte[] header) {
    int end = 0;
    while (end < LONGEST_PATH && header[end] != 0) {
      end++;
    }
    return new String(header, 0, end, StandardCharsets.US_ASCII);
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

package org.stellaops.attestor.bundle.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.stellaops.attestor.bundle.archive.ArchiveEntry;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.archive.Segment;
import org.stellaops.attestor.bundle.archive.SegmentCodec;
import org.stellaops.attestor.bundle.archive.TarFiles;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.format.MetadataFile;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.ByteSlice;
import org.stellaops.attestor.tlog.Sha256;

/**
 * Makes bundles that lie. It takes a good one apart into the tar content of its segments, lets a
 * test change what it likes, and puts it together again with the right framing, checksums and seal,
 * so that only the lie can give it away.
 */
public final class BundleForger {
  private static final int BLOCK = 512;

  /** The content of a segment and the number of files that it states. */
  public static final class SegmentPart {
    private byte[] tar;
    private int items;
    private UnaryOperator<byte[]> packedTransform = packed -> packed;

    SegmentPart(byte[] tar, int items) {
      this.tar = tar;
      this.items = items;
    }
  }

  private final Compression compression;
  private final List<SegmentPart> parts = new ArrayList<>();

  private BundleForger(Compression compression) {
    this.compression = compression;
  }

  /** Takes a bundle apart. */
  public static BundleForger of(Path good) {
    BundleForger forger = new BundleForger(Compression.of(good));
    try (SegmentReader reader = SegmentReader.open(good, () -> Files.newInputStream(good))) {
      Segment segment;
      do {
        segment = reader.next();
        forger.parts.add(new SegmentPart(segment.content().bytes(), segment.fileCount()));
      } while (segment.fileCount() > 0);
      reader.finish();
    }
    return forger;
  }

  /** The number of files that each segment states; 0 for the last. */
  public List<Integer> fileCounts() {
    return parts.stream().map(part -> part.items).toList();
  }

  /** Replaces text in the manifest. */
  public BundleForger replaceInManifest(String from, String to) {
    return transformFile(
        BundleManifest.PATH,
        content -> {
          String text = new String(content, StandardCharsets.UTF_8);
          if (!text.contains(from)) {
            throw new IllegalArgumentException(from + " is not in " + text);
          }
          return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
        });
  }

  /** Replaces in the manifest what matches a pattern first. */
  public BundleForger replaceFirstInManifest(String pattern, String to) {
    return transformFile(
        BundleManifest.PATH,
        content ->
            new String(content, StandardCharsets.UTF_8)
                .replaceFirst(pattern, to)
                .getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces the content of a file. */
  public BundleForger transformFile(String path, UnaryOperator<byte[]> change) {
    return transformFiles(
        path, file -> List.of(new ArchiveEntry(file.path(), change.apply(file.bytes()))));
  }

  /** Leaves a file out. */
  public BundleForger removeFile(String path) {
    return transformFiles(path, file -> List.of());
  }

  /** Has a file twice. */
  public BundleForger duplicateFile(String path) {
    return transformFiles(path, file -> List.of(file, file));
  }

  /** Puts a file of another name in the place of one. */
  public BundleForger renameFile(String path, String name) {
    return transformFiles(path, file -> List.of(new ArchiveEntry(name, file.bytes())));
  }

  /** Puts many more files behind one. */
  public BundleForger addFilesAfter(String path, int more) {
    return transformFiles(
        path,
        file -> {
          List<ArchiveEntry> all = new ArrayList<>(List.of(file));
          for (int i = 0; i < more; i++) {
            all.add(new ArchiveEntry("tile/0/x001/" + (100 + i % 900), new byte[0]));
          }
          return all;
        });
  }

  /** Replaces the metadata files, in this order, and their list in the manifest. */
  public BundleForger transformMetadata(UnaryOperator<List<ArchiveEntry>> change) {
    SegmentPart part = parts.get(1);
    List<ArchiveEntry> files = change.apply(TarFiles.parse(ByteSlice.of(part.tar), part.items));
    part.tar = TarFiles.print(files).bytes();
    part.items = files.size();
    String list =
        files.stream()
            .map(file -> manifestLines(MetadataFile.of(file.path(), file.bytes())))
            .collect(Collectors.joining(","));
    return replaceFirstInManifest("(?s)\"files\" : \\[.*\\]", "\"files\" : [" + list + "\n  ]");
  }

  private BundleForger transformFiles(
      String path, Function<ArchiveEntry, List<ArchiveEntry>> change) {
    boolean found = false;
    for (SegmentPart part : parts) {
      List<ArchiveEntry> files = new ArrayList<>();
      for (ArchiveEntry file :
          TarFiles.parse(ByteSlice.of(part.items == 0 ? new byte[0] : part.tar), part.items)) {
        boolean matches = file.path().equals(path);
        found |= matches;
        files.addAll(matches ? change.apply(file) : List.of(file));
      }
      if (part.items > 0) {
        part.tar = TarFiles.print(files).bytes();
        part.items = files.size();
      }
    }
    if (!found) {
      throw new IllegalArgumentException("there is no " + path);
    }
    parts.removeIf(part -> part.items == 0 && part != parts.get(parts.size() - 1));
    return this;
  }

  /** Changes the header of a file, and makes its checksum right again. */
  public BundleForger transformHeader(String path, UnaryOperator<byte[]> change) {
    for (SegmentPart part : parts) {
      for (int offset = 0; offset + BLOCK <= part.tar.length && part.items > 0; ) {
        byte[] header = Arrays.copyOfRange(part.tar, offset, offset + BLOCK);
        TarArchiveEntry entry = new TarArchiveEntry(header);
        if (entry.getName().equals(path)) {
          System.arraycopy(withChecksum(change.apply(header)), 0, part.tar, offset, BLOCK);
          return this;
        }
        offset += (int) TarFiles.paddedSize(entry.getSize());
      }
    }
    throw new IllegalArgumentException("there is no " + path);
  }

  /** Says of a file that it is of another type. */
  public BundleForger withType(String path, char type) {
    return transformHeader(
        path,
        header -> {
          header[156] = (byte) type;
          System.arraycopy("etc/passwd".getBytes(StandardCharsets.US_ASCII), 0, header, 157, 10);
          return header;
        });
  }

  private static byte[] withChecksum(byte[] header) {
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte each : header) {
      sum += Byte.toUnsignedInt(each);
    }
    byte[] octal = String.format("%06o", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(octal, 0, header, 148, 6);
    header[154] = 0;
    return header;
  }

  /** Has the segment of a file go on with so many zeros. */
  public BundleForger appendZeros(String path, int zeros) {
    SegmentPart part = parts.get(segmentIndex(path));
    part.tar = Arrays.copyOf(part.tar, part.tar.length + zeros);
    return this;
  }

  /** Changes the segment of a file after it was packed, with its framing. */
  public BundleForger transformPacked(String path, UnaryOperator<byte[]> change) {
    parts.get(segmentIndex(path)).packedTransform = change;
    return this;
  }

  /** Packs the content of the segment of a file in another way, in the right framing. */
  public BundleForger recompress(String path, UnaryOperator<byte[]> compressor) {
    SegmentPart part = parts.get(segmentIndex(path));
    part.packedTransform =
        packed -> {
          byte[] content = compressor.apply(part.tar);
          int headerLength = compression.codec().segmentPrefix().length + 8;
          return ByteBuffer.allocate(headerLength + content.length)
              .order(ByteOrder.LITTLE_ENDIAN)
              .put(compression.codec().segmentPrefix())
              .putInt(content.length)
              .putInt(part.items)
              .put(content)
              .array();
        };
    return this;
  }

  private int segmentIndex(String path) {
    for (int i = 0; i < parts.size(); i++) {
      if (new String(parts.get(i).tar, StandardCharsets.ISO_8859_1).contains(path + "\0")) {
        return i;
      }
    }
    throw new IllegalArgumentException("there is no " + path);
  }

  /** Puts content of our own before the end of the archive. */
  public BundleForger insertSegment(byte[] tar, int items) {
    parts.add(parts.size() - 1, new SegmentPart(tar, items));
    return this;
  }

  /** Puts so many empty files into the archive, before the segment of a file. */
  public BundleForger insertEmptyFilesBefore(String path, int files) {
    return insertEmptyFilesBefore(segmentIndex(path), files);
  }

  /** The same behind the tree. */
  public BundleForger insertEmptyFilesAtEnd(int files) {
    return insertEmptyFilesBefore(parts.size() - 1, files);
  }

  private BundleForger insertEmptyFilesBefore(int index, int files) {
    List<ArchiveEntry> empty =
        IntStream.range(0, Segment.MAX_FILES)
            .mapToObj(i -> new ArchiveEntry("trust/file-" + i, new byte[0]))
            .toList();
    SegmentPart part = new SegmentPart(TarFiles.print(empty).bytes(), Segment.MAX_FILES);
    parts.addAll(index, Collections.nCopies(files / Segment.MAX_FILES + 1, part));
    return this;
  }

  /** Lists so many more files in the manifest, each of this length and none of them there. */
  public BundleForger listMissingFiles(int more, long bytes) {
    return listMissingFiles(
        IntStream.range(0, more)
            .mapToObj(i -> new MetadataFile("trust/file-" + i, bytes, "0".repeat(64)))
            .toList());
  }

  /** Has one more file besides the tree, behind the last one, and in the manifest too. */
  public BundleForger addFile(String last, String path, byte[] content) {
    return transformFiles(last, file -> List.of(file, new ArchiveEntry(path, content)))
        .listMissingFiles(List.of(MetadataFile.of(path, content)));
  }

  private BundleForger listMissingFiles(List<MetadataFile> more) {
    String lines =
        more.stream().map(file -> "," + manifestLines(file)).collect(Collectors.joining());
    String end = "\n  ]\n}\n";
    return replaceInManifest(end, lines + end);
  }

  private static String manifestLines(MetadataFile file) {
    return "\n    {\n      \"path\" : \"%s\",\n      \"bytes\" : %d,\n      \"sha256\" : \"%s\"\n    }"
        .formatted(file.path(), file.bytes(), file.sha256());
  }

  /** Writes the bundle. */
  public Path write(Path target) {
    SegmentCodec codec = compression.codec();
    ByteArrayOutputStream bytes = segments(parts);
    byte[] digest = Sha256.digest(bytes.toByteArray());
    bytes.writeBytes(codec.trailerPrefix());
    bytes.writeBytes(digest);
    bytes.writeBytes(codec.trailerSuffix());
    return write(target, bytes);
  }

  /** Writes nothing of the bundle but its manifest and the note over it: the rest is cut off. */
  public Path writeManifestOnly(Path target) {
    return write(target, segments(parts.subList(0, 1)));
  }

  private ByteArrayOutputStream segments(List<SegmentPart> some) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Map<SegmentPart, byte[]> packed = new IdentityHashMap<>();
    for (SegmentPart part : some) {
      bytes.writeBytes(packed.computeIfAbsent(part, this::pack));
    }
    return bytes;
  }

  private byte[] pack(SegmentPart part) {
    ReusableBuffer segment = new ReusableBuffer();
    compression.codec().encode(part.items, ByteSlice.of(part.tar), false, segment);
    return part.packedTransform.apply(segment.content().copy());
  }

  private static Path write(Path target, ByteArrayOutputStream bytes) {
    try {
      return Files.write(target, bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

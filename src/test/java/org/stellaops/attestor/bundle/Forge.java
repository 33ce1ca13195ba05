package org.stellaops.attestor.bundle;

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
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.tlog.Slice;

/**
 * Makes bundles that lie. It takes a good one apart into the tar content of its segments, lets a
 * test change what it likes, and puts it together again with the right framing, checksums and seal,
 * so that only the lie can give it away.
 */
public final class Forge {
  private static final int BLOCK = 512;

  /** The content of a segment and the number of files that it states. */
  public static final class Part {
    private byte[] tar;
    private int items;
    private UnaryOperator<byte[]> frame = packed -> packed;

    Part(byte[] tar, int items) {
      this.tar = tar;
      this.items = items;
    }
  }

  private final Compression compression;
  private final List<Part> parts = new ArrayList<>();

  private Forge(Compression compression) {
    this.compression = compression;
  }

  /** Takes a bundle apart. */
  public static Forge of(Path good) {
    Forge forge = new Forge(Compression.of(good));
    try (SegmentReader reader = SegmentReader.open(good)) {
      Segment segment;
      do {
        segment = reader.next();
        forge.parts.add(new Part(segment.content().bytes(), segment.items()));
      } while (segment.items() > 0);
      reader.finish();
    }
    return forge;
  }

  /** Replaces text in the manifest. */
  public Forge manifest(String from, String to) {
    return file(
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
  public Forge manifestFirst(String pattern, String to) {
    return file(
        BundleManifest.PATH,
        content ->
            new String(content, StandardCharsets.UTF_8)
                .replaceFirst(pattern, to)
                .getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces the content of a file. */
  public Forge file(String path, UnaryOperator<byte[]> change) {
    return files(path, file -> List.of(new ArchivedFile(file.path(), change.apply(file.bytes()))));
  }

  /** Leaves a file out. */
  public Forge without(String path) {
    return files(path, file -> List.of());
  }

  /** Has a file twice. */
  public Forge twice(String path) {
    return files(path, file -> List.of(file, file));
  }

  /** Puts a file of another name in the place of one. */
  public Forge renamed(String path, String name) {
    return files(path, file -> List.of(new ArchivedFile(name, file.bytes())));
  }

  /** Puts many more files behind one. */
  public Forge crowded(String path, int more) {
    return files(
        path,
        file -> {
          List<ArchivedFile> all = new ArrayList<>(List.of(file));
          for (int i = 0; i < more; i++) {
            all.add(new ArchivedFile("tile/0/x001/" + (100 + i % 900), new byte[0]));
          }
          return all;
        });
  }

  private Forge files(String path, Function<ArchivedFile, List<ArchivedFile>> change) {
    boolean found = false;
    for (Part part : parts) {
      List<ArchivedFile> files = new ArrayList<>();
      for (ArchivedFile file :
          TarFiles.parse(Slice.of(part.items == 0 ? new byte[0] : part.tar), part.items)) {
        boolean is = file.path().equals(path);
        found |= is;
        files.addAll(is ? change.apply(file) : List.of(file));
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
  public Forge header(String path, UnaryOperator<byte[]> change) {
    for (Part part : parts) {
      for (int at = 0; at + BLOCK <= part.tar.length && part.items > 0; ) {
        byte[] header = Arrays.copyOfRange(part.tar, at, at + BLOCK);
        TarArchiveEntry entry = new TarArchiveEntry(header);
        if (entry.getName().equals(path)) {
          System.arraycopy(checksummed(change.apply(header)), 0, part.tar, at, BLOCK);
          return this;
        }
        at += (int) TarFiles.space(entry.getSize());
      }
    }
    throw new IllegalArgumentException("there is no " + path);
  }

  /** Says of a file that it is of another type. */
  public Forge type(String path, char type) {
    return header(
        path,
        header -> {
          header[156] = (byte) type;
          System.arraycopy("etc/passwd".getBytes(StandardCharsets.US_ASCII), 0, header, 157, 10);
          return header;
        });
  }

  private static byte[] checksummed(byte[] header) {
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
  public Forge bloated(String path, int zeros) {
    Part part = parts.get(place(path));
    part.tar = Arrays.copyOf(part.tar, part.tar.length + zeros);
    return this;
  }

  /** Changes the segment of a file after it was packed, with its framing. */
  public Forge packed(String path, UnaryOperator<byte[]> change) {
    parts.get(place(path)).frame = change;
    return this;
  }

  /** Packs the content of the segment of a file in another way, in the right framing. */
  public Forge repacked(String path, UnaryOperator<byte[]> compressor) {
    Part part = parts.get(place(path));
    part.frame =
        packed -> {
          byte[] content = compressor.apply(part.tar);
          int head = compression.codec().segmentHead().length + 8;
          return ByteBuffer.allocate(head + content.length)
              .order(ByteOrder.LITTLE_ENDIAN)
              .put(compression.codec().segmentHead())
              .putInt(content.length)
              .putInt(part.items)
              .put(content)
              .array();
        };
    return this;
  }

  private int place(String path) {
    for (int i = 0; i < parts.size(); i++) {
      if (new String(parts.get(i).tar, StandardCharsets.ISO_8859_1).contains(path + "\0")) {
        return i;
      }
    }
    throw new IllegalArgumentException("there is no " + path);
  }

  /** Puts content of our own before the end of the archive. */
  public Forge insert(byte[] tar, int items) {
    parts.add(parts.size() - 1, new Part(tar, items));
    return this;
  }

  /** Puts so many empty files into the archive, before the segment of a file. */
  public Forge flooded(String path, int files) {
    return flooded(place(path), files);
  }

  /** The same behind the tree. */
  public Forge floodedAtEnd(int files) {
    return flooded(parts.size() - 1, files);
  }

  private Forge flooded(int place, int files) {
    List<ArchivedFile> empty =
        IntStream.range(0, Segment.MOST_ITEMS)
            .mapToObj(i -> new ArchivedFile("trust/file-" + i, new byte[0]))
            .toList();
    Part part = new Part(TarFiles.print(empty).bytes(), Segment.MOST_ITEMS);
    parts.addAll(place, Collections.nCopies(files / Segment.MOST_ITEMS + 1, part));
    return this;
  }

  /** Lists so many more files in the manifest, each of this length and none of them there. */
  public Forge listing(int more, long bytes) {
    return listing(
        IntStream.range(0, more)
            .mapToObj(i -> new ControlFile("trust/file-" + i, bytes, "0".repeat(64)))
            .toList());
  }

  /** Has one more file besides the tree, behind the last one, and in the manifest too. */
  public Forge with(String last, String path, byte[] content) {
    return files(last, file -> List.of(file, new ArchivedFile(path, content)))
        .listing(List.of(ControlFile.of(path, content)));
  }

  private Forge listing(List<ControlFile> more) {
    StringBuilder lines = new StringBuilder();
    for (ControlFile file : more) {
      lines
          .append(",\n    {\n      \"path\" : \"")
          .append(file.path())
          .append("\",\n      \"bytes\" : ")
          .append(file.bytes())
          .append(",\n      \"sha256\" : \"")
          .append(file.sha256())
          .append("\"\n    }");
    }
    String end = "\n  ]\n}\n";
    return manifest(end, lines + end);
  }

  /** Writes the bundle. */
  public Path write(Path target) {
    SegmentCodec codec = compression.codec();
    ByteArrayOutputStream bytes = segments(parts);
    byte[] digest = ControlFile.newDigest().digest(bytes.toByteArray());
    bytes.writeBytes(codec.sealHead());
    bytes.writeBytes(digest);
    bytes.writeBytes(codec.sealTail());
    return write(target, bytes);
  }

  /** Writes nothing of the bundle but its manifest and the note over it: the rest is cut off. */
  public Path writeBeginning(Path target) {
    return write(target, segments(parts.subList(0, 1)));
  }

  private ByteArrayOutputStream segments(List<Part> some) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Map<Part, byte[]> packed = new IdentityHashMap<>();
    for (Part part : some) {
      bytes.writeBytes(packed.computeIfAbsent(part, this::pack));
    }
    return bytes;
  }

  private byte[] pack(Part part) {
    FileRoom segment = new FileRoom();
    compression.codec().pack(part.items, Slice.of(part.tar), false, segment);
    return part.frame.apply(segment.content().copy());
  }

  private static Path write(Path target, ByteArrayOutputStream bytes) {
    try {
      return Files.write(target, bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.stellaops.attestor.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.bundle.format.ReceiptFile;
import org.stellaops.attestor.bundle.write.BundlePlan;
import org.stellaops.attestor.bundle.write.BundleWriter;
import org.stellaops.attestor.bundle.write.ExportSpec;
import org.stellaops.attestor.bundle.write.OutboundSegment;
import org.stellaops.attestor.bundle.write.PlannedVolume;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.filetree.FileMirrorTree;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.TestBackends;
import org.stellaops.attestor.testlog.FakeLog;

/**
 * Holds the examples of docs/bundle-format.md current. They are read from a bundle by code that is
 * written from that document alone, and shares nothing with the program.
 */
class BundleFormatDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/bundle-format.md");
  private static final FakeLog LOG = FakeLog.named("log.example.com/2026").grow(300);
  private static final int TAR_BLOCK = 512;

  @TempDir private static Path directory;
  private static byte[] bundle;

  /** One gzip member of a bundle as the document describes it. */
  private record Member(int fileCount, int length, byte[] content) {}

  /** One file of the archive. */
  private record TarFile(String path, byte[] header, byte[] content) {}

  @BeforeAll
  static void export() throws IOException {
    Path file = directory.resolve("log-300.tar.gz");
    write(file);
    bundle = Files.readAllBytes(file);
  }

  private static void write(Path file) {
    Backend backend = TestBackends.tiles("log", LOG.identity(), "file:/log/", true);
    FileMirrorTree mirror = new FileMirrorTree(directory.resolve("mirror"));
    LOG.write(directory.resolve("mirror").resolve(backend.origin().directory()));
    ExportSpec spec =
        new ExportSpec(
            backend,
            checkpoint(300),
            Optional.empty(),
            List.of(checkpoint(120)),
            0,
            Optional.empty(),
            BundleContent.ENTRIES,
            0,
            new TreeMap<>());
    PlannedVolume volume = BundlePlan.of(spec, List.of(), mirror).get(0);
    try (BundleWriter writer = BundleWriter.begin(volume, file, Optional.empty())) {
      for (Iterator<OutboundSegment> all = volume.segments(Compression.of(file)); all.hasNext(); ) {
        writer.append(all.next().compress());
      }
      writer.finish();
    }
  }

  private static SignedCheckpoint checkpoint(long size) {
    return LOG.identity().open(LOG.checkpoint(size), List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"files", "manifest", "checkpoint", "tar-header", "gzip", "note", "receipt"})
  void exampleIsCurrent(String name) throws Exception {
    String document = Files.readString(DOCUMENT);
    Matcher block =
        Pattern.compile("(?s)<!-- example: " + name + " -->\n```[a-z]*\n(.*?)```")
            .matcher(document);
    assertThat(block.find()).as("the document has the example " + name).isTrue();
    String example = example(name);
    if (Boolean.getBoolean("attestor.regenerate")) {
      Files.writeString(
          DOCUMENT,
          document.substring(0, block.start(1)) + example + document.substring(block.end(1)));
      return;
    }
    assertThat(block.group(1))
        .as("rewrite the example with -Dattestor.regenerate=true")
        .isEqualTo(example);
  }

  private static String example(String name) throws Exception {
    return switch (name) {
      case "files" -> listing();
      case "manifest" -> text("manifest.json");
      case "checkpoint" -> text("checkpoint");
      case "tar-header" -> hexDump(file("checkpoint").header());
      case "gzip" -> framing();
      case "note" -> manifestNote();
      default -> receipt();
    };
  }

  private static String listing() throws Exception {
    StringBuilder listing = new StringBuilder();
    int number = 0;
    for (Member member : members()) {
      listing.append(
          "segment %d  files %d  content %d\n"
              .formatted(number++, member.fileCount(), member.content().length));
      for (TarFile file : files(member)) {
        listing.append("    %5d  %s\n".formatted(file.content().length, file.path()));
      }
    }
    return listing.append("trailer    SHA-256 of all bytes before it\n").toString();
  }

  private static String framing() throws Exception {
    HexFormat hex = HexFormat.ofDelimiter(" ");
    return "segment  "
        + hex.formatHex(bundle, 0, 16)
        + "\n         <length: 4 bytes> <files: 4 bytes> <deflate data> <CRC-32> <content length>\n"
        + "trailer  "
        + hex.formatHex(bundle, bundle.length - 58, bundle.length - 42)
        + "\n         <SHA-256: 32 bytes>\n         "
        + hex.formatHex(bundle, bundle.length - 10, bundle.length)
        + "\n";
  }

  private static String manifestNote() throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(file("manifest.json").content());
    String text =
        "stella-attestor/bundle/v1\nlog.example.com/2026\n"
            + Base64.getEncoder().encodeToString(digest)
            + "\n";
    return new String(FakeLog.named("exporter.example.com").sign(text), UTF_8);
  }

  private static String receipt() {
    Receipt receipt =
        new Receipt(
            LOG.identity().origin(),
            "00112233445566778899aabbccddeeff".repeat(2),
            LOG.head(300),
            LOG.head(300),
            Instant.parse("2026-11-30T12:00:00Z"),
            Optional.empty());
    return new String(ReceiptFile.print(receipt), UTF_8);
  }

  @Test
  void trailerIsTheDigestOfAllBytesBeforeIt() throws Exception {
    byte[] before = Arrays.copyOf(bundle, bundle.length - 58);

    assertThat(Arrays.copyOfRange(bundle, bundle.length - 42, bundle.length - 10))
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(before));
  }

  @Test
  void digestFileHasTheDigestOfTheWholeFile() throws Exception {
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bundle));

    assertThat(Files.readString(directory.resolve("log-300.tar.gz.sha256")))
        .isEqualTo(sha256 + "  log-300.tar.gz\n");
  }

  @Test
  void sameMirrorGivesSameBytes() throws IOException {
    Path again = directory.resolve("again.tar.gz");
    write(again);

    assertThat(Files.readAllBytes(again)).isEqualTo(bundle);
  }

  @Test
  void zstandardFileHasTheSameFramesAsDocumented() throws IOException {
    Path file = directory.resolve("log-300.tar.zst");
    write(file);
    byte[] zstd = Files.readAllBytes(file);

    assertThat(zstd).startsWith(0x50, 0x2a, 0x4d, 0x18, 8, 0, 0, 0);
    int length = ByteBuffer.wrap(zstd).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
    assertThat(Arrays.copyOfRange(zstd, 16, 20)).containsExactly(0x28, 0xb5, 0x2f, 0xfd);
    assertThat(Arrays.copyOfRange(zstd, 16 + length, 24 + length))
        .containsExactly(0x50, 0x2a, 0x4d, 0x18, 8, 0, 0, 0);
    assertThat(Arrays.copyOfRange(zstd, zstd.length - 40, zstd.length - 32))
        .containsExactly(0x5e, 0x2a, 0x4d, 0x18, 32, 0, 0, 0);
  }

  private static String text(String path) throws Exception {
    return new String(file(path).content(), UTF_8);
  }

  private static TarFile file(String path) throws Exception {
    for (Member member : members()) {
      for (TarFile file : files(member)) {
        if (file.path().equals(path)) {
          return file;
        }
      }
    }
    throw new AssertionError("no file " + path);
  }

  private static List<Member> members() throws Exception {
    List<Member> members = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(bundle).order(ByteOrder.LITTLE_ENDIAN);
    int start = 0;
    do {
      int length = in.getInt(start + 16);
      byte[] content = new byte[in.getInt(start + length - 4)];
      Inflater inflater = new Inflater(true);
      inflater.setInput(bundle, start + 24, length - 32);
      assertThat(inflater.inflate(content)).isEqualTo(content.length);
      inflater.end();
      members.add(new Member(in.getInt(start + 20), length, content));
      start += length;
    } while (members.get(members.size() - 1).fileCount() > 0);
    assertThat(start).isEqualTo(bundle.length - 58);
    return members;
  }

  private static List<TarFile> files(Member member) {
    List<TarFile> files = new ArrayList<>();
    int offset = 0;
    while (files.size() < member.fileCount()) {
      byte[] header = Arrays.copyOfRange(member.content(), offset, offset + TAR_BLOCK);
      String path = new String(header, 0, 100, UTF_8).replace("\0", "");
      int size = Integer.parseInt(new String(header, 124, 11, UTF_8), 8);
      int from = offset + TAR_BLOCK;
      files.add(new TarFile(path, header, Arrays.copyOfRange(member.content(), from, from + size)));
      offset = from + (size + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
    }
    return files;
  }

  /** The lines that are not all zero, as {@code hexdump -C} prints them. */
  private static String hexDump(byte[] bytes) {
    StringBuilder dump = new StringBuilder();
    for (int i = 0; i < bytes.length; i += 16) {
      byte[] line = Arrays.copyOfRange(bytes, i, i + 16);
      if (!Arrays.equals(line, new byte[16])) {
        dump.append(
            "%08x  %s  |%s|\n"
                .formatted(
                    i,
                    HexFormat.ofDelimiter(" ").formatHex(line),
                    new String(line, ISO_8859_1).replaceAll("[^ -~]", ".")));
      }
    }
    return dump.toString();
  }
}

package org.stellaops.attestor.bundle.archive;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** The compression of a bundle, determined by its file name. */
public enum Compression {
  /** gzip: available on every system. */
  GZIP(new GzipSegmentCodec(), ".tar.gz", ".tgz"),
  /** Zstandard: several times faster, and smaller. */
  ZSTD(new ZstdSegmentCodec(), ".tar.zst", ".tzst");

  private final SegmentCodec codec;
  private final List<String> suffixes;

  Compression(SegmentCodec codec, String... suffixes) {
    this.codec = codec;
    this.suffixes = List.of(suffixes);
  }

  /** The compression of a file with this name; empty if it is not the name of a bundle. */
  public static Optional<Compression> ofName(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(each -> each.suffixes.stream().anyMatch(name::endsWith))
        .findFirst();
  }

  /**
   * The compression of a file with this name.
   *
   * @throws AttestorException with {@code configuration} if it is not the name of a bundle
   */
  public static Compression of(Path file) {
    return ofName(file)
        .orElseThrow(() ->
            new AttestorException(
                Failure.CONFIGURATION,
                "not the name of a bundle: '" + file.getFileName() + "'",
                "use a name that ends in .tar.gz or .tar.zst"));
  }

  /** The usual suffix of a file name, as {@code .tar.gz}. */
  public String suffix() {
    return suffixes.get(0);
  }

  /** The path of a bundle with a text inserted before its suffix, whose spelling is kept. */
  public static Path insertBeforeSuffix(Path bundle, String text) {
    String name = bundle.getFileName().toString();
    String lowerCase = name.toLowerCase(Locale.ROOT);
    String suffix =
        of(bundle).suffixes.stream().filter(lowerCase::endsWith).findFirst().orElseThrow();
    int end = name.length() - suffix.length();
    return bundle.resolveSibling(name.substring(0, end) + text + name.substring(end));
  }

  /** The encoding of segments. */
  public SegmentCodec codec() {
    return codec;
  }
}

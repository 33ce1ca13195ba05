package org.stellaops.attestor.verification;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.stellaops.attestor.failure.SafeText;

/**
 * The files of a directory that belong to no bundle {@code NAME.sigstore.json} in it. Hidden files
 * are not counted.
 *
 * @param names the names, sorted
 */
public record IgnoredFiles(List<String> names) {
  private static final String DIGEST = ".sha256";
  private static final int MAX_NAMES = 5;

  /** The ignored files of a directory. */
  public static IgnoredFiles of(Path directory) {
    Set<String> names =
        InputFiles.list(directory, "").stream()
            .map(file -> file.getFileName().toString())
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> bundles = names.stream().filter(IgnoredFiles::isBundle).toList();
    for (String bundle : bundles) {
      String artifact = bundle.substring(0, bundle.length() - InputFiles.BUNDLE_SUFFIX.length());
      names.removeAll(List.of(bundle, artifact, artifact + DIGEST));
    }
    names.removeIf(name -> name.startsWith("."));
    return new IgnoredFiles(List.copyOf(names));
  }

  /** One line with the number and the first names; they are untrusted. */
  public String describe() {
    return "%d files without a bundle NAME%s are ignored: %s"
        .formatted(
            names.size(),
            InputFiles.BUNDLE_SUFFIX,
            names.stream().limit(MAX_NAMES).map(SafeText::quote).collect(Collectors.joining(", "))
                + (names.size() > MAX_NAMES ? ", …" : ""));
  }

  private static boolean isBundle(String name) {
    return name.endsWith(InputFiles.BUNDLE_SUFFIX)
        && name.length() > InputFiles.BUNDLE_SUFFIX.length()
        && !name.startsWith(".");
  }
}

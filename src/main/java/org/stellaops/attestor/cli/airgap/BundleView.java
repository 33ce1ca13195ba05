package org.stellaops.attestor.cli.airgap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.format.MetadataFile;
import org.stellaops.attestor.cli.Format;

/**
 * Formats a bundle for {@code bundles inspect}.
 *
 * @param file its path
 * @param manifest its manifest, not verified
 * @param signatures names on the signature lines of the exporter, not verified; empty if unsigned
 * @param sha256 SHA-256 of the file in hexadecimal
 * @param bytes length of the file
 */
record BundleView(
    Path file, BundleManifest manifest, String signatures, String sha256, long bytes) {
  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "File", file + ", " + Format.bytes(bytes));
    line(text, "SHA-256", sha256);
    line(text, "Origin", manifest.origin().name());
    line(text, "Key", manifest.keyName() + "+" + manifest.keyId());
    line(text, "Tree", Format.count(manifest.head().size()) + " " + manifest.head().root());
    line(
        text,
        "Base",
        manifest.isDelta()
            ? Format.count(manifest.base().size()) + " " + manifest.base().root()
            : "none; imports without an earlier bundle");
    line(text, "Content", BundleReportPrinter.contentSummary(manifest));
    line(
        text,
        "Files",
        Format.count(manifest.tiles(), "tile", "tiles")
            + ", "
            + Format.count(manifest.entryBundles(), "entry bundle", "entry bundles"));
    line(text, "Signed by", signatures.isEmpty() ? "-" : signatures + ", not verified");
    line(text, "Metadata", String.join(", ", paths()));
    text.append(
        "The file is complete. To verify its content, run: stella attestor import --dry-run "
            + file);
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format("%-10s %s%n", name + ":", value));
  }

  /** More than three checkpoints or proofs are shown as a count. */
  private List<String> paths() {
    List<String> paths = manifest.files().stream().map(MetadataFile::path).toList();
    return abbreviate("checkpoints/", abbreviate("consistency/", paths));
  }

  private static List<String> abbreviate(String folder, List<String> paths) {
    long files = paths.stream().filter(path -> path.startsWith(folder)).count();
    if (files <= 3) {
      return paths;
    }
    List<String> abbreviated =
        new ArrayList<>(paths.stream().filter(path -> !path.startsWith(folder)).toList());
    abbreviated.add(1, Format.count(files) + " files in " + folder);
    return abbreviated;
  }

  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("file", file.toString());
    json.put("bytes", bytes);
    json.put("sha256", sha256);
    json.put("origin", manifest.origin().name());
    json.put("keyName", manifest.keyName());
    json.put("keyId", manifest.keyId());
    json.put("treeSize", manifest.head().size());
    json.put("rootHash", manifest.head().root().toString());
    json.put("baseSize", manifest.base().size());
    json.put("content", manifest.content().label());
    json.put("from", manifest.from());
    json.put("to", manifest.to());
    json.put("minimumIndex", manifest.minimumIndex());
    json.put("volume", manifest.volume());
    json.put("volumes", manifest.volumes());
    json.put("tiles", manifest.tiles());
    json.put("entryBundles", manifest.entryBundles());
    json.put("signatures", signatures.isEmpty() ? null : signatures);
    json.put("files", manifest.files().stream().map(MetadataFile::path).toList());
    return json;
  }
}

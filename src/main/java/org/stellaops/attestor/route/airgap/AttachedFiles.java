package org.stellaops.attestor.route.airgap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.stellaops.attestor.bundle.format.MetadataFile;
import org.stellaops.attestor.bundle.write.ExportSpec;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.SidecarFiles;

/**
 * Additional files in bundles, such as trust roots and anchors. The exporter reads them from {@code
 * carry/}, the importer stores them in {@code received/}:
 *
 * <pre>
 *   &lt;dataDir&gt;/carry/trust/trusted_root.json              for every log
 *   &lt;dataDir&gt;/carry/&lt;origin directory&gt;/anchors/1193050959   for one log
 *   &lt;dataDir&gt;/received/&lt;origin directory&gt;/trust/trusted_root.json
 * </pre>
 *
 * <p>The program never reads received files: a key is trusted only when an operator configures it.
 *
 * @param dataDir contains {@code carry/} and {@code received/}; neither has to exist
 */
public record AttachedFiles(Path dataDir) {
  private static final List<String> FOLDERS = List.of("trust", "anchors");

  /** The files to attach for a log, by their path in the bundle. */
  SortedMap<String, byte[]> of(Origin origin) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    Path carry = dataDir.resolve("carry");
    for (Path parent : List.of(carry, carry.resolve(origin.directory()))) {
      FOLDERS.forEach(folder -> addAll(parent, folder, files));
    }
    requireWithinLimits(carry, files);
    return files;
  }

  /** An importer holds all of them in memory, so their number and size are limited. */
  private static void requireWithinLimits(Path carry, SortedMap<String, byte[]> files) {
    long bytes = files.values().stream().mapToLong(content -> content.length).sum();
    if (files.size() > ExportSpec.MAX_ATTACHED_FILES || bytes > ExportSpec.MAX_ATTACHED_BYTES) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "too many files to attach below %s: %s files of %s bytes, limit %s files of %s bytes"
              .formatted(
                  carry,
                  files.size(),
                  bytes,
                  ExportSpec.MAX_ATTACHED_FILES,
                  ExportSpec.MAX_ATTACHED_BYTES),
          "remove the files that the importer already has");
    }
  }

  private static void addAll(Path parent, String folder, SortedMap<String, byte[]> files) {
    try (Stream<Path> all = Files.list(parent.resolve(folder))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        add(folder + "/" + file.getFileName(), file, files);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // no files to attach
    } catch (IOException e) {
      throw rejected(Failure.DISK, "cannot read " + parent.resolve(folder) + ": " + e);
    }
  }

  private static void add(String path, Path file, SortedMap<String, byte[]> files)
      throws IOException {
    if (path.contains("/.")) {
      return; // a hidden file
    }
    if (!MetadataFile.isPath(path) || Files.size(file) > MetadataFile.MAX_BYTES) {
      throw rejected(
          Failure.CONFIGURATION,
          file + " cannot be attached: names must be lower case and files at most 1 MiB");
    }
    files.put(path, Files.readAllBytes(file));
  }

  /** Writes the attached files of an imported bundle to {@code received/}. */
  void store(Origin origin, Map<String, byte[]> files) {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (FOLDERS.contains(file.getKey().split("/")[0])) {
        Path target =
            dataDir.resolve("received").resolve(origin.directory()).resolve(file.getKey());
        SidecarFiles.write(target, file.getValue());
      }
    }
  }

  private static AttestorException rejected(Failure failure, String what) {
    return new AttestorException(failure, what, "check attestor.dataDir");
  }
}

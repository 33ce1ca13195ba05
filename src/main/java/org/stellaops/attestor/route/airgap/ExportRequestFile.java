package org.stellaops.attestor.route.airgap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * A request file in {@code outbox/requests/} that describes an export:
 *
 * <pre>
 *   backend: sigstore-rekor-v2
 *   since: latest            # or a size, or a file in receipts/; without it: everything
 *   content: tiles           # checkpoints, tiles or entries
 *   compression: zstd        # or gzip
 *   volumeSize: 4000000000
 * </pre>
 *
 * @param file the path
 * @param values by key
 */
record ExportRequestFile(Path file, Map<String, String> values) {
  private static final Set<String> KEYS =
      Set.of("backend", "since", "content", "compression", "volumeSize");
  private static final int MAX_BYTES = 1 << 16;

  /**
   * Reads a file.
   *
   * @throws AttestorException with {@code configuration} if it is not a valid request, with {@code
   *     disk} if it cannot be read
   */
  static ExportRequestFile read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw rejected(file, "it is too large");
      }
      String text = Files.readString(file, StandardCharsets.UTF_8);
      Object root =
          new Load(LoadSettings.builder().setLabel("request").build()).loadFromString(text);
      if (!(root instanceof Map<?, ?> map)) {
        throw rejected(file, "it has no lines of key: value");
      }
      Map<String, String> values = new TreeMap<>();
      map.forEach((key, value) -> values.put(String.valueOf(key), String.valueOf(value)));
      values.keySet().stream()
          .filter(key -> !KEYS.contains(key))
          .findFirst()
          .ifPresent(key -> {
            throw rejected(file, "it has the unknown key '" + key + "'");
          });
      return new ExportRequestFile(file, values);
    } catch (YamlEngineException e) {
      throw rejected(file, "it is no YAML");
    } catch (IOException e) {
      throw new AttestorException(
          Failure.DISK, "cannot read " + file + ": " + e, "check its permissions", e);
    }
  }

  Optional<String> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  String require(String key) {
    return find(key).orElseThrow(() -> rejected(file, "it has no " + key));
  }

  long size(String key, long defaultSize) {
    String text = find(key).orElse(Long.toString(defaultSize));
    if (!text.matches("[0-9]{1,18}")) {
      throw rejected(file, key + " is no number of bytes");
    }
    return Long.parseLong(text);
  }

  static Compression compression(Path file, String word) {
    try {
      return Compression.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw rejected(file, "its compression is neither gzip nor zstd");
    }
  }

  static BundleContent content(Path file, String word) {
    try {
      return BundleContent.parse(word);
    } catch (MalformedException e) {
      throw rejected(file, "its content is neither checkpoints nor tiles nor entries");
    }
  }

  private static AttestorException rejected(Path file, String reason) {
    return new AttestorException(
        Failure.CONFIGURATION,
        "the request " + file.getFileName() + " cannot be served: " + reason,
        "write lines of backend, since, content, compression and volumeSize");
  }
}

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
        throw rejected(file, "larger than " + MAX_BYTES + " bytes");
      }
      String text = Files.readString(file, StandardCharsets.UTF_8);
      Object root =
          new Load(LoadSettings.builder().setLabel("request").build()).loadFromString(text);
      if (!(root instanceof Map<?, ?> map)) {
        throw rejected(file, "not lines of 'key: value'");
      }
      Map<String, String> values = new TreeMap<>();
      map.forEach((key, value) -> values.put(String.valueOf(key), String.valueOf(value)));
      values.keySet().stream()
          .filter(key -> !KEYS.contains(key))
          .findFirst()
          .ifPresent(key -> {
            throw rejected(file, "unknown key '" + key + "'");
          });
      return new ExportRequestFile(file, values);
    } catch (YamlEngineException e) {
      throw rejected(file, "not valid YAML");
    } catch (IOException e) {
      throw new AttestorException(
          Failure.DISK, "cannot read " + file + ": " + e, "check its permissions", e);
    }
  }

  Optional<String> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  String require(String key) {
    return find(key).orElseThrow(() -> rejected(file, key + " is missing"));
  }

  long size(String key, long defaultSize) {
    String text = find(key).orElse(Long.toString(defaultSize));
    if (!text.matches("[0-9]{1,18}")) {
      throw rejected(file, key + " must be a number of bytes");
    }
    return Long.parseLong(text);
  }

  Optional<Compression> compression() {
    try {
      return find("compression").map(name -> Compression.valueOf(name.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw rejected(file, "compression must be gzip or zstd");
    }
  }

  Optional<BundleContent> content() {
    try {
      return find("content").map(BundleContent::parse);
    } catch (MalformedException e) {
      throw rejected(file, "content must be checkpoints, tiles or entries");
    }
  }

  private static AttestorException rejected(Path file, String reason) {
    return new AttestorException(
        Failure.CONFIGURATION,
        "invalid request " + file.getFileName() + ": " + reason,
        "allowed keys: backend, since, content, compression, volumeSize");
  }
}

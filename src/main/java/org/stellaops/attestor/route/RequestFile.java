package org.stellaops.attestor.route;

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
import org.stellaops.attestor.bundle.BundleContent;
import org.stellaops.attestor.bundle.Compression;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * A request for an export, as somebody has dropped it:
 *
 * <pre>
 *   backend: sigstore-rekor-v2
 *   since: latest            # or a size, or a file in receipts/; without it: everything
 *   content: tiles           # checkpoints, tiles or entries
 *   compression: zstd        # or gzip
 *   volumeSize: 4000000000
 * </pre>
 *
 * @param file where it lies
 * @param values by key
 */
record RequestFile(Path file, Map<String, String> values) {
  private static final Set<String> KEYS =
      Set.of("backend", "since", "content", "compression", "volumeSize");
  private static final int MOST_BYTES = 1 << 16;

  /**
   * Reads a file.
   *
   * @throws AttestorException with {@code configuration} if it is no such request, with {@code
   *     disk} if it cannot be read
   */
  static RequestFile read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw refused(file, "it is too large");
      }
      String text = Files.readString(file, StandardCharsets.UTF_8);
      Object root =
          new Load(LoadSettings.builder().setLabel("request").build()).loadFromString(text);
      if (!(root instanceof Map<?, ?> map)) {
        throw refused(file, "it has no lines of key: value");
      }
      Map<String, String> values = new TreeMap<>();
      map.forEach((key, value) -> values.put(String.valueOf(key), String.valueOf(value)));
      values.keySet().stream()
          .filter(key -> !KEYS.contains(key))
          .findFirst()
          .ifPresent(key -> {
            throw refused(file, "it has the unknown key '" + key + "'");
          });
      return new RequestFile(file, values);
    } catch (YamlEngineException e) {
      throw refused(file, "it is no YAML");
    } catch (IOException e) {
      throw new AttestorException(
          Failure.DISK, "cannot read " + file + ": " + e, "look at its rights", e);
    }
  }

  Optional<String> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  String text(String key) {
    return find(key).orElseThrow(() -> refused(file, "it has no " + key));
  }

  long size(String key, long otherwise) {
    String text = find(key).orElse(Long.toString(otherwise));
    if (!text.matches("[0-9]{1,18}")) {
      throw refused(file, key + " is no number of bytes");
    }
    return Long.parseLong(text);
  }

  static Compression compression(Path file, String word) {
    try {
      return Compression.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw refused(file, "its compression is neither gzip nor zstd");
    }
  }

  static BundleContent content(Path file, String word) {
    try {
      return BundleContent.parse(word);
    } catch (MalformedException e) {
      throw refused(file, "its content is neither checkpoints nor tiles nor entries");
    }
  }

  private static AttestorException refused(Path file, String why) {
    return new AttestorException(
        Failure.CONFIGURATION,
        "the request " + file.getFileName() + " cannot be served: " + why,
        "write lines of backend, since, content, compression and volumeSize");
  }
}

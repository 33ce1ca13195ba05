package org.stellaops.attestor.route.airgap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.drop.DropName;
import org.stellaops.attestor.drop.DroppedFile;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;
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
   * @throws AttestorException with {@code configuration} if it is not a valid request, which is
   *     flat, with {@code disk} if it cannot be read
   */
  static ExportRequestFile read(Path file) {
    DropName.problem(file.getFileName())
        .ifPresent(problem -> {
          throw rejected(file, problem);
        });
    try {
      byte[] content = new DroppedFile(file).read(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw rejected(file, "larger than " + MAX_BYTES + " bytes");
      }
      Map<String, String> values = parse(file, new String(content, StandardCharsets.UTF_8));
      values.keySet().stream()
          .filter(key -> !KEYS.contains(key))
          .findFirst()
          .ifPresent(key -> {
            throw rejected(file, "unknown key " + SafeText.quote(key));
          });
      return new ExportRequestFile(file, values);
    } catch (YamlEngineException e) {
      throw rejected(file, "not valid YAML");
    } catch (IOException e) {
      throw new AttestorException(
          Failure.DISK,
          "cannot read " + file + ": " + DroppedFile.reason(e),
          "check its permissions",
          e);
    }
  }

  /** Reads events, since loading builds nested lists of any size from a few aliases. */
  private static Map<String, String> parse(Path file, String text) {
    LoadSettings settings = LoadSettings.builder().setLabel("request").build();
    Map<String, String> values = new TreeMap<>();
    String key = null;
    boolean hasMapping = false;
    for (Event event : new Parse(settings).parseString(text)) {
      switch (event.getEventId()) {
        case StreamStart, StreamEnd, DocumentStart, DocumentEnd, MappingEnd, Comment -> {}
        case MappingStart -> {
          if (hasMapping) {
            throw notFlat(file);
          }
          hasMapping = true;
        }
        case Scalar -> {
          String scalar = ((ScalarEvent) event).getValue();
          if (!hasMapping) {
            throw notFlat(file);
          } else if (key == null) {
            key = scalar;
          } else if (values.put(key, scalar) != null) {
            throw rejected(file, "duplicate key " + SafeText.quote(key));
          } else {
            key = null;
          }
        }
        case SequenceStart, SequenceEnd, Alias -> throw notFlat(file);
      }
    }
    if (!hasMapping) {
      throw notFlat(file);
    }
    return values;
  }

  private static AttestorException notFlat(Path file) {
    return rejected(file, "not lines of 'key: value'");
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

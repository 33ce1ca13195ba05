package org.stellaops.attestor.app;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.KeyValidity;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.checkpoint.Witnesses;
import org.stellaops.attestor.config.BackendSettings;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.schema.BackendType;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.note.WitnessKey;
import org.stellaops.attestor.trust.PublicKeyReader;

/** Creates backends with their keys from the configuration. */
public final class BackendFactory {
  private static final String REKOR_V2 = "api/v2/";

  private BackendFactory() {}

  /**
   * The enabled backends.
   *
   * @throws AttestorException with {@code configuration} if a key cannot be read
   */
  public static BackendCatalog create(Settings settings) {
    return new BackendCatalog(
        settings.backends().stream()
            .filter(BackendSettings::enabled)
            .map(backend -> toBackend(settings, backend))
            .toList());
  }

  /**
   * One backend, enabled or not; for {@code ID/TREEID} that shard of it.
   *
   * @throws AttestorException with {@code configuration} if it is not configured, or its key cannot
   *     be read
   */
  public static Backend create(Settings settings, String id) {
    Backend backend = toBackend(settings, settings.backend(Backend.serverId(id)));
    return id.equals(backend.id()) ? backend : new BackendCatalog(List.of(backend)).get(id);
  }

  /**
   * Finds the backend or shard with this origin, enabled or not. Reads only its key.
   *
   * @throws AttestorException with {@code configuration} if the key cannot be read
   */
  public static Optional<Backend> find(Settings settings, Origin origin) {
    Optional<BackendSettings> exact =
        settings.backends().stream()
            .filter(configured -> configured.origin().equals(origin.name()))
            .findFirst();
    return exact
        .map(backend -> toBackend(settings, backend))
        .or(() ->
            settings.backends().stream()
                .flatMap(configured ->
                    TreeId.of(origin, new Origin(configured.origin()))
                        .map(tree -> toBackend(settings, configured).shard(tree))
                        .stream())
                .findFirst());
  }

  private static Backend toBackend(Settings all, BackendSettings settings) {
    LogIdentity log = new LogIdentity(new Origin(settings.origin()), key(settings));
    return new Backend(
        settings.id(),
        log,
        readUrls(settings),
        settings.mirrorEntries(),
        settings.compareUrl(),
        kind(settings.type()),
        new KeyValidity(settings.keyValidFrom(), settings.keyValidUntil()),
        new Witnesses(witnesses(settings)),
        !all.sync().enabled(),
        shardKeys(settings));
  }

  private static Map<TreeId, VerifierKey> shardKeys(BackendSettings settings) {
    String source = "shardKeys of backend '" + settings.id() + "'";
    Map<TreeId, VerifierKey> keys = new HashMap<>();
    for (String pair : settings.shardKeys().map(text -> text.split(" +")).orElse(new String[0])) {
      String[] parts = pair.split("=", 2);
      VerifierKey key =
          PublicKeyReader.read(
              settings.keyName(), parts[1].getBytes(StandardCharsets.UTF_8), source);
      Optional<TreeId> tree = TreeId.tryParse(parts[0]);
      if (tree.isEmpty() || keys.put(tree.get(), key) != null) {
        throw new AttestorException(
            Failure.CONFIGURATION,
            source + ": invalid or repeated tree ID: " + parts[0],
            "write each shard once, with the number at the end of its origin");
      }
    }
    return keys;
  }

  private static List<WitnessKey> witnesses(BackendSettings settings) {
    try {
      return settings.witnessKeys().stream().map(WitnessKey::parse).toList();
    } catch (MalformedNoteException e) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "witnessKeys of backend '" + settings.id() + "': " + e.getMessage(),
          "use vkeys of type 04 as published by the witnesses, separated by spaces",
          e);
    }
  }

  private static LogKind kind(BackendType type) {
    return switch (type) {
      case AUTO -> LogKind.UNKNOWN;
      case TLOG_TILES, REKOR_V2 -> LogKind.TILES;
      case REKOR_V1 -> LogKind.REKOR_V1;
    };
  }

  /** The configured URL, or the usual URLs of a log of this type. */
  private static List<URI> readUrls(BackendSettings settings) {
    if (settings.readUrl().isPresent()) {
      return List.of(settings.readUrl().get());
    }
    URI base = settings.baseUrl();
    URI rekorV2 = URI.create(base + REKOR_V2);
    return switch (settings.type()) {
      case TLOG_TILES, REKOR_V1 -> List.of(base);
      case REKOR_V2 -> List.of(rekorV2, base);
      case AUTO -> List.of(base, rekorV2);
    };
  }

  private static VerifierKey key(BackendSettings settings) {
    String suffix = " of backend '" + settings.id() + "'";
    if (settings.publicKeyPath().isPresent()) {
      Path file = settings.publicKeyPath().get();
      byte[] content = readKeyFile(settings, file);
      return PublicKeyReader.read(settings.keyName(), content, file + suffix);
    }
    byte[] text = settings.publicKey().orElseThrow().getBytes(StandardCharsets.UTF_8);
    return PublicKeyReader.read(settings.keyName(), text, "publicKey" + suffix);
  }

  private static byte[] readKeyFile(BackendSettings settings, Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "cannot read the public key of backend '" + settings.id() + "' from " + file,
          "get the log's public key from a trusted source and store it there, readable for this"
              + " user",
          e);
    }
  }
}

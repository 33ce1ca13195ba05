package org.stellaops.attestor.config.schema;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of bundles, which cross an air gap. */
public final class AirGapKeys {
  public static final SettingKey<Optional<Path>> INBOX =
      new SettingKey<>(
          "attestor.airGap.inbox",
          new OptionalType<>(new PathType()),
          "",
          Default.value(""),
          "Directory in which the daemon looks for bundles to import; without it, it does not.",
          "/srv/inbox");
  public static final SettingKey<Duration> INBOX_INTERVAL =
      new SettingKey<>(
          "attestor.airGap.inboxInterval",
          DurationType.from("100ms", "24h"),
          "",
          Default.value("10s"),
          "Time from one look into the inbox, and into the requests of the outbox, to the next.",
          "1m");
  public static final SettingKey<Duration> SETTLE_TIME =
      new SettingKey<>(
          "attestor.airGap.settleTime",
          DurationType.from("0", "24h"),
          "",
          Default.value("5m"),
          "Time without a change after which a bundle that does not end as it should is refused.",
          "1h");
  public static final SettingKey<Boolean> REQUIRE_SIGNED_BUNDLES =
      new SettingKey<>(
          "attestor.airGap.requireSignedBundles",
          new BooleanType(),
          "",
          Default.value("false"),
          "Whether bundles are refused that none of trustedExporters has signed.",
          "true");
  public static final SettingKey<List<String>> TRUSTED_EXPORTERS =
      new SettingKey<>(
          "attestor.airGap.trustedExporters",
          new VkeysType(),
          "",
          Default.value(""),
          "Keys of those whose bundles are imported; where there are any, a bundle that only"
              + " others have signed is refused. One that nobody has signed passes, unless"
              + " requireSignedBundles is true.",
          "exports.example.org+cf119915+AbfK5adZJxsI323FwGD2AJJ9F4i89cfDuLdGJBIYntuO");
  public static final SettingKey<List<String>> TRUSTED_IMPORTERS =
      new SettingKey<>(
          "attestor.airGap.trustedImporters",
          new VkeysType(),
          "",
          Default.value(""),
          "Keys of those whose receipts say where an export begins; where there are any, a receipt"
              + " that none of them has signed is refused.",
          "isolated.example.org+cf119915+AbfK5adZJxsI323FwGD2AJJ9F4i89cfDuLdGJBIYntuO");
  public static final SettingKey<Optional<Path>> SIGNING_KEY_PATH =
      new SettingKey<>(
          "attestor.airGap.signingKeyPath",
          new OptionalType<>(new PathType()),
          "",
          Default.value(""),
          "File with our own key, which signs bundles and receipts; see export keygen.",
          "/etc/stella/keys/exporter.key");
  public static final SettingKey<Optional<Path>> OUTBOX =
      new SettingKey<>(
          "attestor.airGap.outbox",
          new OptionalType<>(new PathType()),
          "",
          Default.value(""),
          "Directory into which the daemon puts bundles, and in which it looks for receipts/ and"
              + " requests/; without it, it does not.",
          "/srv/outbox");
  public static final SettingKey<Duration> EXPORT_INTERVAL =
      new SettingKey<>(
          "attestor.airGap.exportInterval",
          DurationType.from("0", "8760h"),
          "",
          Default.value("0"),
          "Time from one export of each backend into the outbox to the next; 0 is never.",
          "24h");
  public static final SettingKey<String> EXPORT_CONTENT =
      new SettingKey<>(
          "attestor.airGap.exportContent",
          TextType.matching(
              "checkpoints|tiles|entries",
              "checkpoints, tiles or entries",
              "write checkpoints, tiles or entries"),
          "",
          Default.value("entries"),
          "What bundles of the outbox carry; tiles instead of entries where none are mirrored.",
          "tiles");
  public static final SettingKey<String> EXPORT_COMPRESSION =
      new SettingKey<>(
          "attestor.airGap.exportCompression",
          TextType.matching("gzip|zstd", "gzip or zstd", "write gzip or zstd"),
          "",
          Default.value("gzip"),
          "How bundles of the outbox are compressed.",
          "zstd");
  public static final SettingKey<Long> VOLUME_SIZE =
      new SettingKey<>(
          "attestor.airGap.volumeSize",
          new ByteSizeType(),
          "bytes",
          Default.value("0"),
          "Most bytes of one file in the outbox; a larger bundle is cut into volumes; 0 is no"
              + " limit.",
          "4GB");

  private AirGapKeys() {}

  static List<SettingKey<?>> all() {
    return List.of(
        INBOX,
        INBOX_INTERVAL,
        SETTLE_TIME,
        REQUIRE_SIGNED_BUNDLES,
        TRUSTED_EXPORTERS,
        TRUSTED_IMPORTERS,
        SIGNING_KEY_PATH,
        OUTBOX,
        EXPORT_INTERVAL,
        EXPORT_CONTENT,
        EXPORT_COMPRESSION,
        VOLUME_SIZE);
  }
}

package org.stellaops.attestor.config.schema;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The keys of one log that is followed. */
public final class BackendKeys {
  /** Where the list of backends is. */
  static final String LIST = "attestor.rekorSync.backends";

  public static final SettingKey<String> ID =
      new SettingKey<>(
          LIST + "[].id",
          TextType.matching(
              "[a-z0-9][a-z0-9-]{0,62}",
              "up to 63 of a-z, 0-9 and -",
              "write up to 63 of a-z, 0-9 and -, not beginning with -"),
          "",
          Default.required(),
          "Name of the backend in commands, metrics and routes; each only once.",
          "sigstore-rekor-v2");
  public static final SettingKey<String> ORIGIN =
      new SettingKey<>(
          LIST + "[].origin",
          TextType.matching(
              "(?! )[^\\p{Cc}]{1,255}(?<! )",
              "one line of text",
              "write the first line of the log's checkpoint"),
          "",
          Default.required(),
          "Origin of the log, which is the first line of its checkpoint.",
          "log2025-1.rekor.sigstore.dev");
  public static final SettingKey<URI> BASE_URL =
      new SettingKey<>(
          LIST + "[].baseUrl",
          new UrlType(),
          "",
          Default.required(),
          "Address of the log.",
          "https://log2025-1.rekor.sigstore.dev/");
  public static final SettingKey<Optional<URI>> READ_URL =
      new SettingKey<>(
          LIST + "[].readUrl",
          new OptionalType<>(new UrlType()),
          "",
          Default.value(""),
          "Address under which `checkpoint` and `tile/` are, if it does not follow from baseUrl and"
              + " type; used as it is.",
          "https://log2025-1.rekor.sigstore.dev/api/v2/");
  public static final SettingKey<BackendType> TYPE =
      new SettingKey<>(
          LIST + "[].type",
          new EnumType(),
          "",
          Default.value("auto"),
          "Kind of log; auto asks the server.",
          "rekor-v2");
  public static final SettingKey<Optional<Path>> PUBLIC_KEY_PATH =
      new SettingKey<>(
          LIST + "[].publicKeyPath",
          new OptionalType<>(new PathType()),
          "",
          Default.value(""),
          "File with the log's public key; either this or publicKey. A relative path begins at the"
              + " working directory, else at the directory of the configuration file.",
          "/etc/stella/keys/rekor-sigstore-prod.pub");
  public static final SettingKey<Optional<String>> PUBLIC_KEY =
      new SettingKey<>(
          LIST + "[].publicKey",
          new OptionalType<>(new PublicKeyTextType()),
          "",
          Default.value(""),
          "The log's public key itself; either this or publicKeyPath.",
          "log2025-1.rekor.sigstore.dev+cf119915+AbfK5adZJxsI323FwGD2AJJ9F4i89cfDuLdGJBIYntuO");
  public static final SettingKey<String> KEY_NAME =
      new SettingKey<>(
          LIST + "[].keyName",
          TextType.matching(
              "[^\\p{Cc}\\p{Z}+]{1,255}",
              "text without spaces and plus signs",
              "write the name on the log's signature line"),
          "",
          Default.derived("<origin>"),
          "Name of the key on the log's signature line.",
          "rekor.sigstore.dev");
  public static final SettingKey<Optional<Instant>> KEY_VALID_FROM =
      new SettingKey<>(
          LIST + "[].keyValidFrom",
          new OptionalType<>(new InstantType()),
          "",
          Default.value(""),
          "Before this time the key says nothing new.",
          "2025-09-23T00:00:00Z");
  public static final SettingKey<Optional<Instant>> KEY_VALID_UNTIL =
      new SettingKey<>(
          LIST + "[].keyValidUntil",
          new OptionalType<>(new InstantType()),
          "",
          Default.value(""),
          "After this time the key says nothing new; the head that is known may come again.",
          "2027-03-31T00:00:00Z");
  public static final SettingKey<List<String>> WITNESS_KEYS =
      new SettingKey<>(
          LIST + "[].witnessKeys",
          new VkeysType(),
          "",
          Default.value(""),
          "Witnesses whose cosignatures count (C2SP tlog-cosignature, Ed25519): a bad one condemns"
              + " the checkpoint, and their times tell how old it is.",
          "mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O");
  public static final SettingKey<Boolean> MIRROR_ENTRIES =
      new SettingKey<>(
          LIST + "[].mirrorEntries",
          new BooleanType(),
          "",
          Default.value("true"),
          "Whether entries are mirrored, and not only tiles of hashes; of a rekor-v1 log only if it"
              + " is written here, and if the log is small.",
          "false");
  public static final SettingKey<Boolean> ENABLED =
      new SettingKey<>(
          LIST + "[].enabled",
          new BooleanType(),
          "",
          Default.value("true"),
          "Whether the daemon and `sync --all` follow this log.",
          "false");
  public static final SettingKey<Optional<URI>> COMPARE_URL =
      new SettingKey<>(
          LIST + "[].compareUrl",
          new OptionalType<>(new UrlType()),
          "",
          Default.value(""),
          "Address under which somebody else shows `checkpoint` and `tile/` of this log, as a"
              + " mirror in another network; what it shows is compared in each cycle.",
          "https://mirror.example.net/log2025-1/");

  public static final SettingKey<Boolean> CRITICAL =
      new SettingKey<>(
          LIST + "[].critical",
          new BooleanType(),
          "",
          Default.value("true"),
          "Whether the program is not ready while this log is stale or in quarantine.",
          "false");

  private BackendKeys() {}

  public static List<SettingKey<?>> all() {
    return List.of(
        ID,
        ORIGIN,
        BASE_URL,
        READ_URL,
        TYPE,
        PUBLIC_KEY_PATH,
        PUBLIC_KEY,
        KEY_NAME,
        KEY_VALID_FROM,
        KEY_VALID_UNTIL,
        WITNESS_KEYS,
        MIRROR_ENTRIES,
        ENABLED,
        COMPARE_URL,
        CRITICAL);
  }
}

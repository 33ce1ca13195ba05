package org.stellaops.attestor.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.config.schema.BackendType;
import org.stellaops.attestor.config.schema.ConfigErrors;
import org.stellaops.attestor.config.schema.Key;
import org.stellaops.attestor.config.schema.Section;
import org.stellaops.attestor.config.schema.SettingsRecord;

/** A log that is followed. Paths are absolute. */
@Section("attestor.rekorSync.backends[]")
public record BackendSettings(
    @Key(
            pattern = "[a-z0-9][a-z0-9-]{0,62}",
            form = "up to 63 of a-z, 0-9 and -",
            hint = "write up to 63 of a-z, 0-9 and -, not beginning with -",
            description = "Name of the backend in commands, metrics and routes; it must be unique.",
            example = "sigstore-rekor-v2")
        String id,
    @Key(
            pattern = "(?! )[^\\p{Cc}]{1,255}(?<! )",
            form = "one line of text",
            hint = "write the first line of the log's checkpoint",
            description = "Origin of the log: the first line of its checkpoint.",
            example = "log2025-1.rekor.sigstore.dev",
            details = "The origin identifies the log, whichever address serves it.")
        String origin,
    @Key(description = "Base URL of the log.", example = "https://log2025-1.rekor.sigstore.dev/")
        URI baseUrl,
    @Key(
            description =
                "URL below which `checkpoint` and `tile/` are served, if it does not follow from"
                    + " baseUrl and type. It is used unchanged.",
            example = "https://log2025-1.rekor.sigstore.dev/api/v2/")
        Optional<URI> readUrl,
    @Key(
            defaultValue = "auto",
            description = "Type of the log; auto detects it by querying the server.",
            example = "rekor-v2",
            details = {
              "One of auto, tlog-tiles, rekor-v2, rekor-v1. A Rekor v1 server has no tiles: its",
              "origin is its host name, and each of its shards is followed as a separate log."
            })
        BackendType type,
    @Key(
            input = true,
            description =
                "File with the log's public key, as PEM, DER or vkey; set either this or publicKey."
                    + " A relative path is resolved against the working directory if the file"
                    + " exists there, otherwise against the directory of the configuration file.",
            example = "/etc/stella/keys/rekor-sigstore-prod.pub")
        Optional<Path> publicKeyPath,
    @Key(
            type = Key.Type.PUBLIC_KEY,
            description = "The log's public key, as PEM or vkey; set either this or publicKeyPath.",
            example =
                "log2025-1.rekor.sigstore.dev+cf119915+AbfK5adZJxsI323FwGD2AJJ9F4i89cfDuLdGJBIYntuO",
            details =
                "Compare it with the key in Sigstore's trusted_root.json before you rely on it.")
        Optional<String> publicKey,
    @Key(
            pattern = "[1-9][0-9]{0,18}=[^\\p{Cc}\\p{Z}]+(?: +[1-9][0-9]{0,18}=[^\\p{Cc}\\p{Z}]+)*",
            form = "TREEID=VKEY with blanks between",
            hint =
                "write tree ID, equals sign and vkey, as backend verify-key ID/TREEID shows them",
            description =
                "Keys of those shards of a Rekor v1 server that are not signed with its public"
                    + " key.",
            example =
                "1193050959916656506=rekor.example.org+a07306e9+AWQiH5uApZ/qDlnFcR0uG32OgcCo8PBTV+s8fS1cHG+4",
            details = {
              "Each key is trusted for its shard only. Compare it with what the operator of the"
                  + " log",
              "has published."
            })
        Optional<String> shardKeys,
    @Key(
            derivedDefault = "<origin>",
            pattern = "[^\\p{Cc}\\p{Z}+]{1,255}",
            form = "text without spaces and plus signs",
            hint = "write the name on the log's signature line",
            description = "Name of the key on the log's signature line.",
            example = "rekor.sigstore.dev")
        String keyName,
    @Key(
            description = "New checkpoints that arrive before this time are rejected.",
            example = "2025-09-23T00:00:00Z",
            details = "Sigstore's trusted_root.json has this time and the next in validFor.")
        Optional<Instant> keyValidFrom,
    @Key(
            description =
                "New checkpoints that arrive after this time are rejected; the latest checkpoint"
                    + " known by then is still accepted.",
            example = "2027-03-31T00:00:00Z")
        Optional<Instant> keyValidUntil,
    @Key(
            description =
                "Keys of trusted witnesses (C2SP tlog-cosignature, Ed25519). An invalid cosignature"
                    + " by one of them rejects the checkpoint; their timestamps show its age.",
            example = "mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O",
            details = {
              "These are the only signed timestamps of a checkpoint. An old one means that newer",
              "checkpoints do not reach this site, one in the future that a clock is wrong."
            })
        List<String> witnessKeys,
    @Key(
            defaultValue = "true",
            description =
                "Whether to mirror entries in addition to hash tiles. Entries of a rekor-v1 log are"
                    + " mirrored only if this key is written in the file and the log is small.",
            example = "false",
            details = "Without entries a mirror takes about 32 bytes per entry, not kilobytes.")
        boolean mirrorEntries,
    @Key(
            defaultValue = "true",
            description = "Whether the daemon and `sync --all` follow this log.",
            example = "false")
        boolean enabled,
    @Key(
            description =
                "URL of another mirror that serves `checkpoint` and `tile/` of this log, preferably"
                    + " in another network. Each cycle compares its checkpoint with that of the"
                    + " log.",
            example = "https://mirror.example.net/log2025-1/",
            details = {
              "If the two contradict each other and the log has signed both, the backend is put",
              "into quarantine."
            })
        Optional<URI> compareUrl,
    @Key(
            defaultValue = "true",
            description =
                "Whether the program reports that it is not ready while this log is stale or in"
                    + " quarantine.",
            example = "false")
        boolean critical)
    implements SettingsRecord<BackendSettings> {

  /** Rejects a backend without a public key or with two. */
  public BackendSettings {
    if (publicKeyPath.isPresent() == publicKey.isPresent()) {
      throw ConfigErrors.invalid(
          "backend " + ConfigErrors.quote(id) + " needs exactly one public key",
          "set either publicKey or publicKeyPath");
    }
  }
}

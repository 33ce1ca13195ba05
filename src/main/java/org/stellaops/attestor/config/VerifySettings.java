package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.stellaops.attestor.config.schema.Key;
import org.stellaops.attestor.config.schema.Section;
import org.stellaops.attestor.config.schema.SettingsRecord;

/** Attestations that the daemon verifies. Paths are absolute. */
@Section("attestor.verify")
public record VerifySettings(
    @Key(
            input = true,
            description =
                "Sigstore trusted_root.json to verify with. If it is empty, the one stored by"
                    + " `trust import` is used, otherwise the copy that comes with the program.",
            example = "/etc/stella/trusted_root.json")
        Optional<Path> trustedRootPath,
    @Key(
            description =
                "Directory in which the daemon verifies each NAME.sigstore.json, with the artifact"
                    + " NAME or its digest NAME.sha256 next to it. If it is empty, the daemon"
                    + " verifies none; the command `verify` works either way.",
            example = "/srv/attestations")
        Optional<Path> inbox,
    @Key(
            description = "Directory into which the daemon writes NAME.verdict.json.",
            example = "/srv/verdicts",
            details =
                "Good attestations are copied to good/ below it, with exactly the bytes that were"
                    + " verified; rejected ones are moved to refused/.")
        Optional<Path> outbox,
    @Key(
            defaultValue = "10s",
            min = "100ms",
            max = "24h",
            description = "Interval at which the daemon scans the inbox.",
            example = "1m")
        Duration inboxInterval,
    @Key(
            defaultValue = "30s",
            min = "0",
            max = "24h",
            description =
                "Time without a change after which a file counts as complete, and an attestation"
                    + " without an artifact or digest as `undecided`.",
            example = "5m")
        Duration settleTime,
    @Key(
            type = Key.Type.LINE,
            description = "Required identity of the signer, compared exactly.",
            example = "ci@example.org",
            details = {
              "Set an identity and an issuer, each exactly or as a regular expression, or keyPath."
            })
        Optional<String> certificateIdentity,
    @Key(
            type = Key.Type.LINE,
            description =
                "Required identity of the signer, as a regular expression that matches all of it.",
            example = ".*@example[.]org",
            details = {
              "Expressions have the syntax of RE2, which has no back-references and no look-around."
            })
        Optional<String> certificateIdentityRegexp,
    @Key(
            type = Key.Type.LINE,
            description = "Required OIDC issuer that authenticated the signer, compared exactly.",
            example = "https://accounts.example.org")
        Optional<String> certificateOidcIssuer,
    @Key(
            type = Key.Type.LINE,
            description =
                "Required OIDC issuer that authenticated the signer, as a regular expression that"
                    + " matches all of it.",
            example = "https://accounts[.]example[.].*")
        Optional<String> certificateOidcIssuerRegexp,
    @Key(
            input = true,
            description =
                "File with the signer's public key as PEM, for attestations signed without a"
                    + " certificate. It replaces an identity and an issuer.",
            example = "/etc/stella/keys/cosign.pub")
        Optional<Path> keyPath,
    @Key(
            defaultValue = "false",
            description =
                "Whether a verdict is good only if the mirror has the same log and the same entry.",
            example = "true")
        boolean requireAnchored,
    @Key(
            defaultValue = "0",
            min = "0",
            max = "87600h",
            description =
                "Maximum age of the trusted root and of the mirror that is compared with; 0 means"
                    + " any.",
            example = "720h")
        Duration maxAge)
    implements SettingsRecord<VerifySettings> {}

package org.stellaops.attestor.config.schema;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of attestations that are dropped into a directory to be verified. */
public final class VerifyKeys {
  private static final String SECTION = "attestor.verify.";

  public static final SettingKey<Optional<Path>> TRUSTED_ROOT_PATH =
      new SettingKey<>(
          SECTION + "trustedRootPath",
          new OptionalType<>(new PathType()),
          "",
          Default.value(""),
          "File with whom to trust, as trusted_root.json of Sigstore; without it, the one that"
              + " trust import has stored, else the copy that comes with the program.",
          "/etc/stella/trusted_root.json");
  public static final SettingKey<Optional<Path>> INBOX =
      new SettingKey<>(
          SECTION + "inbox",
          new OptionalType<>(new PathType()),
          "",
          Default.value(""),
          "Directory in which the daemon looks for NAME.sigstore.json, with the artifact NAME or"
              + " its digest NAME.sha256 beside it; without it, it does not.",
          "/srv/attestations");
  public static final SettingKey<Optional<Path>> OUTBOX =
      new SettingKey<>(
          SECTION + "outbox",
          new OptionalType<>(new PathType()),
          "",
          Default.value(""),
          "Directory into which the daemon puts NAME.verdict.json.",
          "/srv/verdicts");
  public static final SettingKey<Duration> INBOX_INTERVAL =
      new SettingKey<>(
          SECTION + "inboxInterval",
          DurationType.from("100ms", "24h"),
          "",
          Default.value("10s"),
          "Time from one look into the inbox to the next.",
          "1m");
  public static final SettingKey<Duration> SETTLE_TIME =
      new SettingKey<>(
          SECTION + "settleTime",
          DurationType.from("0", "24h"),
          "",
          Default.value("30s"),
          "Time without a change after which a file counts as complete, and a bundle that is alone"
              + " as alone for good.",
          "5m");
  public static final SettingKey<Optional<String>> CERTIFICATE_IDENTITY =
      text("certificateIdentity", "Who must have signed, to the letter.", "ci@example.org");
  public static final SettingKey<Optional<String>> CERTIFICATE_IDENTITY_REGEXP =
      text(
          "certificateIdentityRegexp",
          "Who must have signed; the expression matches the whole name.",
          ".*@example[.]org");
  public static final SettingKey<Optional<String>> CERTIFICATE_OIDC_ISSUER =
      text(
          "certificateOidcIssuer",
          "Who must have vouched for the signer, to the letter.",
          "https://accounts.example.org");
  public static final SettingKey<Optional<String>> CERTIFICATE_OIDC_ISSUER_REGEXP =
      text(
          "certificateOidcIssuerRegexp",
          "Who must have vouched for the signer; the expression matches all of it.",
          "https://accounts[.]example[.].*");
  public static final SettingKey<Optional<Path>> KEY_PATH =
      new SettingKey<>(
          SECTION + "keyPath",
          new OptionalType<>(new PathType()),
          "",
          Default.value(""),
          "File with the signer's public key as PEM, for what is signed without a certificate; in"
              + " place of an identity and an issuer.",
          "/etc/stella/keys/cosign.pub");
  public static final SettingKey<Boolean> REQUIRE_ANCHORED =
      new SettingKey<>(
          SECTION + "requireAnchored",
          new BooleanType(),
          "",
          Default.value("false"),
          "Whether a verdict is only good if the mirror has the same log and the same entry.",
          "true");
  public static final SettingKey<Duration> MAX_AGE =
      new SettingKey<>(
          SECTION + "maxAge",
          DurationType.from("0", "87600h"),
          "",
          Default.value("0"),
          "The greatest age of the trusted root and of the mirror that was compared with; 0 is"
              + " any.",
          "720h");

  private VerifyKeys() {}

  private static SettingKey<Optional<String>> text(
      String name, String description, String example) {
    return new SettingKey<>(
        SECTION + name,
        new OptionalType<>(
            TextType.matching(
                "[^\\p{Cc}]{1,1000}", "one line of text", "write one line, not too long")),
        "",
        Default.value(""),
        description,
        example);
  }

  static List<SettingKey<?>> all() {
    return List.of(
        TRUSTED_ROOT_PATH,
        INBOX,
        OUTBOX,
        INBOX_INTERVAL,
        SETTLE_TIME,
        CERTIFICATE_IDENTITY,
        CERTIFICATE_IDENTITY_REGEXP,
        CERTIFICATE_OIDC_ISSUER,
        CERTIFICATE_OIDC_ISSUER_REGEXP,
        KEY_PATH,
        REQUIRE_ANCHORED,
        MAX_AGE);
  }
}

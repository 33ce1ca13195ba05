package org.stellaops.attestor.config;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.stellaops.attestor.config.schema.SettingKey;
import org.stellaops.attestor.config.schema.VerifyKeys;

/** What has to hold between the keys of {@code attestor.verify}, once there is an inbox. */
final class VerifyChecks {
  private final ParsedValues values;
  private final Problems problems;

  VerifyChecks(ParsedValues values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  void check() {
    checkRegexp(VerifyKeys.CERTIFICATE_IDENTITY_REGEXP);
    checkRegexp(VerifyKeys.CERTIFICATE_OIDC_ISSUER_REGEXP);
    boolean identity =
        checkAtMostOne(VerifyKeys.CERTIFICATE_IDENTITY, VerifyKeys.CERTIFICATE_IDENTITY_REGEXP);
    boolean issuer =
        checkAtMostOne(
            VerifyKeys.CERTIFICATE_OIDC_ISSUER, VerifyKeys.CERTIFICATE_OIDC_ISSUER_REGEXP);
    boolean key = isPresent(VerifyKeys.KEY_PATH);
    if (key && (identity || issuer)) {
      add(VerifyKeys.KEY_PATH, "an identity or an issuer is written too", "keep one of the two");
    }
    if (!isPresent(VerifyKeys.INBOX)) {
      return;
    }
    if (!key && !(identity && issuer)) {
      add(
          VerifyKeys.INBOX,
          "nothing says whose attestations are taken",
          "add keyPath, or certificateIdentity and certificateOidcIssuer");
    }
    if (!isPresent(VerifyKeys.OUTBOX)) {
      add(VerifyKeys.INBOX, "there is no outbox for verdicts", "add outbox");
    } else if (values.find(VerifyKeys.INBOX).equals(values.find(VerifyKeys.OUTBOX))) {
      add(VerifyKeys.OUTBOX, "it is the inbox", "name another directory");
    }
  }

  private void checkRegexp(SettingKey<Optional<String>> key) {
    try {
      values.find(key).flatMap(text -> text).ifPresent(Pattern::compile);
    } catch (PatternSyntaxException e) {
      add(key, "no regular expression: " + e.getDescription(), "quote what is meant literally");
    }
  }

  private boolean checkAtMostOne(
      SettingKey<Optional<String>> exact, SettingKey<Optional<String>> expression) {
    boolean hasExact = isPresent(exact);
    boolean hasRegexp = isPresent(expression);
    if (hasExact && hasRegexp) {
      add(expression, exact.name() + " is written too", "keep one of the two");
    }
    return hasExact || hasRegexp;
  }

  private <T> boolean isPresent(SettingKey<Optional<T>> key) {
    return values.find(key).map(Optional::isPresent).orElse(false);
  }

  private void add(SettingKey<?> key, String message, String hint) {
    problems.add(values.line(key), values.name(key), message, hint);
  }
}

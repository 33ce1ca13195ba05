package org.stellaops.attestor.config;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What has to hold between the keys of {@code attestor.verify}, once there is an inbox. */
final class VerifyChecks {
  private final Values values;
  private final Problems problems;

  VerifyChecks(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  void check() {
    requireExpression(VerifyKeys.CERTIFICATE_IDENTITY_REGEXP);
    requireExpression(VerifyKeys.CERTIFICATE_OIDC_ISSUER_REGEXP);
    boolean identity = one(VerifyKeys.CERTIFICATE_IDENTITY, VerifyKeys.CERTIFICATE_IDENTITY_REGEXP);
    boolean issuer =
        one(VerifyKeys.CERTIFICATE_OIDC_ISSUER, VerifyKeys.CERTIFICATE_OIDC_ISSUER_REGEXP);
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

  private void requireExpression(SettingKey<Optional<String>> key) {
    try {
      values.find(key).flatMap(text -> text).ifPresent(Pattern::compile);
    } catch (PatternSyntaxException e) {
      add(key, "no regular expression: " + e.getDescription(), "quote what is meant literally");
    }
  }

  private boolean one(SettingKey<Optional<String>> exact, SettingKey<Optional<String>> expression) {
    boolean letter = isPresent(exact);
    boolean regexp = isPresent(expression);
    if (letter && regexp) {
      add(expression, exact.name() + " is written too", "keep one of the two");
    }
    return letter || regexp;
  }

  private <T> boolean isPresent(SettingKey<Optional<T>> key) {
    return values.find(key).map(Optional::isPresent).orElse(false);
  }

  private void add(SettingKey<?> key, String what, String hint) {
    problems.add(values.line(key), values.name(key), what, hint);
  }
}

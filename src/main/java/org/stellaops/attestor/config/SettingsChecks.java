package org.stellaops.attestor.config;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.config.schema.ConfigErrors;
import org.stellaops.attestor.config.schema.SettingKey;
import org.stellaops.attestor.connectionstring.ConnectionString;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.sigstore.StringMatcher;

/**
 * Checks what involves more than one key. Invalid values, which are reported already, are skipped.
 */
record SettingsChecks(Problems problems) {
  void check(ParsedValues program, List<ParsedValues> backends) {
    checkPassword(new SectionValues("attestor.checkpointStore", program, problems));
    checkWebhook(new SectionValues("attestor.alerts", program, problems));
    checkConsole(new SectionValues("attestor.console", program, problems));
    checkVerify(new SectionValues("attestor.verify", program, problems));
    Map<String, Integer> ids = new HashMap<>();
    Map<String, Integer> origins = new HashMap<>();
    for (ParsedValues values : backends) {
      SectionValues backend = new SectionValues("attestor.rekorSync.backends[]", values, problems);
      checkBackend(backend);
      checkUnique(backend, "id", ids, "another backend has this id");
      // two writers of one directory would report each other as a split view or as busy
      if (backend.isTrue("enabled")) {
        checkUnique(backend, "origin", origins, "another enabled backend has this origin");
      }
    }
  }

  private void checkPassword(SectionValues store) {
    String key = store.isPresent("passwordEnv") ? "passwordEnv" : "passwordFile";
    if (!store.hasOneOf("passwordFile", "passwordEnv")
        || store.isPresent("passwordFile") && store.isPresent("passwordEnv")) {
      return;
    }
    if (store.isEmpty("connectionString")) {
      store.add(key, "the embedded database has no such password", "add connectionString");
    } else if (store.find("connectionString").orElse("") instanceof Optional<?> server
        && ((ConnectionString) server.orElseThrow()).hasPassword()) {
      store.add(key, "connectionString contains a password as well", "keep one of the two");
    }
  }

  private void checkWebhook(SectionValues alerts) {
    boolean file = alerts.isPresent("webhookSecretFile");
    boolean variable = alerts.isPresent("webhookSecretEnv");
    if (alerts.hasOneOf("webhookSecretFile", "webhookSecretEnv")
        && !(file && variable)
        && alerts.isEmpty("webhookUrl")) {
      String key = variable ? "webhookSecretEnv" : "webhookSecretFile";
      alerts.add(key, "there is no webhook to send it to", "add webhookUrl");
    }
  }

  private void checkConsole(SectionValues console) {
    console.hasOneOf("passwordFile", "passwordEnv");
    if (console.isTrue("enabled")
        && console.isEmpty("passwordFile")
        && console.isEmpty("passwordEnv")) {
      console.add(
          "enabled",
          "the console has no password",
          "add a line like passwordFile: " + console.key("passwordFile").example());
    }
  }

  private void checkVerify(SectionValues verify) {
    checkRegexp(verify, "certificateIdentityRegexp");
    checkRegexp(verify, "certificateOidcIssuerRegexp");
    boolean identity = verify.hasOneOf("certificateIdentity", "certificateIdentityRegexp");
    boolean issuer = verify.hasOneOf("certificateOidcIssuer", "certificateOidcIssuerRegexp");
    boolean key = verify.isPresent("keyPath");
    if (key && (identity || issuer)) {
      verify.add("keyPath", "an identity or an issuer is set as well", "keep one of the two");
    }
    if (!verify.isPresent("inbox")) {
      return;
    }
    if (!key && !(identity && issuer)) {
      verify.add(
          "inbox",
          "no signer is trusted",
          "add keyPath, or certificateIdentity and certificateOidcIssuer");
    }
    if (!verify.isPresent("outbox")) {
      verify.add("inbox", "there is no outbox for verdicts", "add outbox");
    } else if (verify.find("inbox").equals(verify.find("outbox"))) {
      verify.add("outbox", "the directory is also the inbox", "name another directory");
    }
  }

  private static void checkRegexp(SectionValues verify, String name) {
    try {
      verify.text(name).ifPresent(StringMatcher::regex);
    } catch (IllegalArgumentException e) {
      verify.add(
          name,
          String.valueOf(e.getMessage()),
          "use the syntax of RE2, and escape literal characters");
    }
  }

  private void checkBackend(SectionValues backend) {
    SettingKeys.all().stream()
        .filter(key -> key.section().equals(backend.section()))
        .filter(key -> key.defaultValue().isRequired() && !backend.values().has(key))
        .forEach(key -> backend.addMissing(key.name()));
    backend.hasOneOf("publicKeyPath", "publicKey");
    if (backend.isEmpty("publicKeyPath") && backend.isEmpty("publicKey")) {
      backend.addMissing("publicKey");
    }
    checkKeyName(backend);
    Optional<Instant> from = backend.text("keyValidFrom").map(Instant::parse);
    Optional<Instant> until = backend.text("keyValidUntil").map(Instant::parse);
    if (from.isPresent() && until.isPresent() && until.get().isBefore(from.get())) {
      backend.add(
          "keyValidUntil",
          "the time is before keyValidFrom",
          "write the later of the two times here");
    }
  }

  private void checkKeyName(SectionValues backend) {
    Optional<String> origin = backend.text("origin");
    SettingKey<?> keyName = backend.key("keyName");
    if (backend.values().has(keyName) || origin.isEmpty()) {
      return;
    }
    try {
      keyName.type().parse(origin.get());
    } catch (AttestorException e) {
      problems.add(
          backend.values().line(backend.key("origin")),
          backend.values().name(keyName),
          "missing, and this origin cannot be the name of a key",
          e.hint());
    }
  }

  private static void checkUnique(
      SectionValues backend, String name, Map<String, Integer> seen, String message) {
    Optional<String> value = backend.text(name);
    if (value.isEmpty()) {
      return;
    }
    Integer first = seen.putIfAbsent(value.get(), backend.values().line(backend.key(name)));
    if (first != null) {
      String hint = "change it here or in line " + first;
      backend.add(name, ConfigErrors.quote(value.get()) + ": " + message, hint);
    }
  }
}

package org.stellaops.attestor.config;

import static org.stellaops.attestor.config.schema.AlertKeys.WEBHOOK_SECRET_ENV;
import static org.stellaops.attestor.config.schema.AlertKeys.WEBHOOK_SECRET_FILE;
import static org.stellaops.attestor.config.schema.AlertKeys.WEBHOOK_URL;
import static org.stellaops.attestor.config.schema.CheckpointStoreKeys.CONNECTION_STRING;
import static org.stellaops.attestor.config.schema.CheckpointStoreKeys.PASSWORD_ENV;
import static org.stellaops.attestor.config.schema.CheckpointStoreKeys.PASSWORD_FILE;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.config.schema.BackendKeys;
import org.stellaops.attestor.config.schema.ConfigErrors;
import org.stellaops.attestor.config.schema.ConsoleKeys;
import org.stellaops.attestor.config.schema.SettingKey;
import org.stellaops.attestor.connectionstring.ConnectionString;
import org.stellaops.attestor.failure.AttestorException;

/** What has to hold between keys. A value that was refused already is not held against others. */
final class SettingsChecks {
  private final Problems problems;

  SettingsChecks(Problems problems) {
    this.problems = problems;
  }

  void check(ParsedValues program, List<ParsedValues> backends) {
    checkPassword(program);
    checkWebhook(program);
    checkConsole(program);
    new VerifyChecks(program, problems).check();
    Map<String, Integer> ids = new HashMap<>();
    Map<String, Integer> origins = new HashMap<>();
    for (ParsedValues backend : backends) {
      checkRequired(backend);
      checkPublicKey(backend);
      checkKeyName(backend);
      checkValidity(backend);
      checkUnique(backend, BackendKeys.ID, ids, "another backend has this id");
      // two writers of one directory would report each other as a split view or as busy
      if (backend.find(BackendKeys.ENABLED).orElse(false)) {
        checkUnique(
            backend, BackendKeys.ORIGIN, origins, "another enabled backend has this origin");
      }
    }
  }

  private void checkPassword(ParsedValues program) {
    boolean file = program.find(PASSWORD_FILE).flatMap(path -> path).isPresent();
    boolean variable = program.find(PASSWORD_ENV).flatMap(name -> name).isPresent();
    if (!file && !variable) {
      return;
    }
    SettingKey<?> key = variable ? PASSWORD_ENV : PASSWORD_FILE;
    Optional<Optional<ConnectionString>> server = program.find(CONNECTION_STRING);
    if (file && variable) {
      add(program, key, "passwordFile is written too", "keep one of the two");
    } else if (server.isPresent() && server.get().isEmpty()) {
      add(program, key, "the embedded database has no such password", "add connectionString");
    } else if (server.isPresent() && server.get().get().hasPassword()) {
      add(program, key, "connectionString holds a password too", "keep one of the two");
    }
  }

  private void checkWebhook(ParsedValues program) {
    boolean file = program.find(WEBHOOK_SECRET_FILE).flatMap(path -> path).isPresent();
    boolean variable = program.find(WEBHOOK_SECRET_ENV).flatMap(name -> name).isPresent();
    SettingKey<?> key = variable ? WEBHOOK_SECRET_ENV : WEBHOOK_SECRET_FILE;
    if (file && variable) {
      add(program, key, "webhookSecretFile is written too", "keep one of the two");
    } else if ((file || variable)
        && program.find(WEBHOOK_URL).map(Optional::isEmpty).orElse(false)) {
      add(program, key, "there is no webhook to send it to", "add webhookUrl");
    }
  }

  private void checkConsole(ParsedValues program) {
    boolean file = program.find(ConsoleKeys.PASSWORD_FILE).flatMap(path -> path).isPresent();
    boolean variable = program.find(ConsoleKeys.PASSWORD_ENV).flatMap(name -> name).isPresent();
    boolean hasInvalidPassword =
        program.find(ConsoleKeys.PASSWORD_FILE).isEmpty()
            || program.find(ConsoleKeys.PASSWORD_ENV).isEmpty();
    if (file && variable) {
      add(program, ConsoleKeys.PASSWORD_ENV, "passwordFile is written too", "keep one of the two");
    } else if (program.find(ConsoleKeys.ENABLED).orElse(false)
        && !file
        && !variable
        && !hasInvalidPassword) {
      add(
          program,
          ConsoleKeys.ENABLED,
          "nobody could log in, for there is no password",
          "add a line like passwordFile: " + ConsoleKeys.PASSWORD_FILE.example());
    }
  }

  private void checkRequired(ParsedValues backend) {
    for (SettingKey<?> key : BackendKeys.all()) {
      if (key.defaultValue().isRequired() && !backend.has(key)) {
        addMissing(backend, key);
      }
    }
  }

  private void checkPublicKey(ParsedValues backend) {
    Optional<Boolean> path = backend.find(BackendKeys.PUBLIC_KEY_PATH).map(Optional::isPresent);
    Optional<Boolean> text = backend.find(BackendKeys.PUBLIC_KEY).map(Optional::isPresent);
    if (path.isEmpty() || text.isEmpty()) {
      return;
    }
    if (!path.get() && !text.get()) {
      addMissing(backend, BackendKeys.PUBLIC_KEY);
    } else if (path.get() && text.get()) {
      add(backend, BackendKeys.PUBLIC_KEY, "publicKeyPath is written too", "keep one of the two");
    }
  }

  private void checkValidity(ParsedValues backend) {
    Optional<Instant> from = backend.find(BackendKeys.KEY_VALID_FROM).flatMap(time -> time);
    Optional<Instant> until = backend.find(BackendKeys.KEY_VALID_UNTIL).flatMap(time -> time);
    if (from.isPresent() && until.isPresent() && until.get().isBefore(from.get())) {
      add(
          backend,
          BackendKeys.KEY_VALID_UNTIL,
          "it is before keyValidFrom",
          "write the later of the two here");
    }
  }

  private void checkKeyName(ParsedValues backend) {
    Optional<String> origin = backend.find(BackendKeys.ORIGIN);
    if (backend.has(BackendKeys.KEY_NAME) || origin.isEmpty()) {
      return;
    }
    try {
      BackendKeys.KEY_NAME.type().parse(origin.get());
    } catch (AttestorException e) {
      problems.add(
          backend.line(BackendKeys.ORIGIN),
          backend.name(BackendKeys.KEY_NAME),
          "missing, and this origin cannot be the name of a key",
          e.hint());
    }
  }

  private void checkUnique(
      ParsedValues backend, SettingKey<String> key, Map<String, Integer> seen, String message) {
    Optional<String> value = backend.find(key);
    if (value.isEmpty()) {
      return;
    }
    Integer first = seen.putIfAbsent(value.get(), backend.line(key));
    if (first != null) {
      String hint = "change it here or in line " + first;
      add(backend, key, ConfigErrors.quote(value.get()) + ": " + message, hint);
    }
  }

  private void addMissing(ParsedValues backend, SettingKey<?> key) {
    add(backend, key, "missing", "add a line like " + key.name() + ": " + key.example());
  }

  private void add(ParsedValues values, SettingKey<?> key, String message, String hint) {
    problems.add(values.line(key), values.name(key), message, hint);
  }
}

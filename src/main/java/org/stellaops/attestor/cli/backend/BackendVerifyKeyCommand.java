package org.stellaops.attestor.cli.backend;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.ExecutionErrorHandler;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OneShotRuntime;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.BackendSettings;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.note.NoteSignature;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.route.sync.KeyCheck;
import org.stellaops.attestor.tlog.TreeHead;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backend verify-key}: verifies the current checkpoint with the configured key. */
@Command(
    name = "verify-key",
    description = {
      "Fetch the checkpoint of a log and verify it with the configured key.",
      "Nothing is stored. The exit status is 1 if the key does not match or is used "
          + "outside of its validity."
    },
    footerHeading = "%nExamples:%n",
    footer = "  stella attestor backend verify-key sigstore-rekor-v2")
final class BackendVerifyKeyCommand implements Callable<Integer> {
  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "The backend, enabled or not.")
  private String id = "";

  @Override
  public Integer call() throws IOException {
    // a user waits for the result and can repeat the command
    Settings settings = config.load().withBackendEnabled(id).withMaxRetries(1);
    try (PostgresStore store = PostgresStore.openUnprepared(settings)) {
      try (AttestorRuntime runtime = OneShotRuntime.start(settings, store)) {
        return print(runtime.verifyKey(id), settings, store);
      }
    }
  }

  private int print(KeyCheck check, Settings settings, PostgresStore store) {
    KeyCheckView view = new KeyCheckView(settings.backend(id), check, stored(check, store));
    PrintWriter out = spec.commandLine().getOut();
    output.print(out, view::json, view::text);
    check.failure().ifPresent(error -> ExecutionErrorHandler.print(error, spec.commandLine()));
    return failure(check).map(Failure::exitCode).orElse(ExitCode.SUCCESS).number();
  }

  private static Optional<Failure> failure(KeyCheck check) {
    return check.failure().map(AttestorException::failure);
  }

  /** Returns empty if the database is not available: the key can be checked without it. */
  private static Optional<LogState> stored(KeyCheck check, PostgresStore store) {
    Backend backend = check.backend();
    try {
      return store
          .checkpoints()
          .find(check.checkpoint().map(note -> note.origin()).orElse(backend.origin()));
    } catch (AttestorException e) {
      return Optional.empty();
    }
  }

  /**
   * Formats the result of checking a key against a checkpoint.
   *
   * @param settings the configured backend
   * @param check the finished check
   * @param stored the stored state of the log; empty if there is none or the database is
   *     unavailable
   */
  private record KeyCheckView(BackendSettings settings, KeyCheck check, Optional<LogState> stored) {

    String text() {
      TextTable table = new TextTable("Backend:", settings.id());
      table.row("Key:", keyNameAndId() + ", " + key().algorithm() + ", from " + source());
      table.row("Checkpoint:", check.url().map(Object::toString).orElse("not received"));
      for (NoteSignature signature : check.signatures()) {
        table.row(
            "Signed by:",
            signature.name() + "+" + signature.keyId() + ": " + signatureStatus(signature));
      }
      table.row("Origin:", origin() + originSuffix());
      check
          .checkpoint()
          .map(SignedCheckpoint::head)
          .ifPresent(head -> {
            table.row("Tree Size:", Format.count(head.size()));
            table.row("Root Hash:", head.root().toString());
            table.row("Stored Head:", storedHeadComparison(head));
          });
      table.row("Result:", isGood() ? "the key verifies the checkpoint" : failureLabel());
      return table.toString();
    }

    /** Returns the fields of {@code -o json}. */
    Map<String, Object> json() {
      Optional<TreeHead> head = check.checkpoint().map(SignedCheckpoint::head);
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("backend", settings.id());
      json.put("good", isGood());
      json.put("key", key().toString());
      json.put("keySource", source());
      json.put("url", check.url().map(Object::toString).orElse(null));
      json.put("signatures", signatures());
      json.put("origin", origin());
      json.put("treeSize", head.map(TreeHead::size).orElse(null));
      json.put("rootHash", head.map(treeHead -> treeHead.root().hex()).orElse(null));
      json.put("storedSize", stored.map(log -> log.pending().size()).orElse(null));
      json.put("error", failure(check).map(Failure::label).orElse(null));
      json.put("message", check.failure().map(AttestorException::getMessage).orElse(null));
      return json;
    }

    private List<String> signatures() {
      return check.signatures().stream()
          .map(signature -> signature.name() + "+" + signature.keyId())
          .collect(Collectors.toList());
    }

    private String signatureStatus(NoteSignature signature) {
      if (!signature.claims(key())) {
        return "another key";
      }
      // the origin is compared only after the signature is verified
      boolean verified = isOpened() || failure(check).equals(Optional.of(Failure.ORIGIN_MISMATCH));
      return verified ? "our key, verified" : "claims our key: " + failureLabel();
    }

    /** The origin of the verified checkpoint, which names a shard of the server. */
    private String origin() {
      return check.checkpoint().map(note -> note.origin().name()).orElse(settings.origin());
    }

    private String originSuffix() {
      return isOpened() ? ", as in the checkpoint" : "";
    }

    private String storedHeadComparison(TreeHead head) {
      if (stored.isEmpty()) {
        return "none";
      }
      TreeHead storedHead = stored.get().pending();
      if (storedHead.size() == head.size()) {
        return storedHead.equals(head)
            ? "the same"
            : "different root at this size; run sync to get evidence";
      }
      String size = Format.count(storedHead.size());
      return storedHead.size() < head.size()
          ? size + "; sync proves consistency with it"
          : size + "; the log shows an older checkpoint";
    }

    /** The key may still be outside of its validity. */
    private boolean isOpened() {
      return check.checkpoint().isPresent();
    }

    private boolean isGood() {
      return check.failure().isEmpty();
    }

    private String failureLabel() {
      return failure(check).map(Failure::label).orElse("");
    }

    private String source() {
      return settings.publicKeyPath().map(Path::toString).orElse("publicKey");
    }

    private VerifierKey key() {
      return check.backend().log().key();
    }

    private String keyNameAndId() {
      return key().name() + "+" + key().keyId();
    }
  }
}

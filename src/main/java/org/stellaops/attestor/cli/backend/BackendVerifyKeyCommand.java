package org.stellaops.attestor.cli.backend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OneShotRuntime;
import org.stellaops.attestor.cli.ReportingCommand;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.BackendSettings;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.note.NoteSignature;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.route.sync.KeyCheck;
import org.stellaops.attestor.tlog.TreeHead;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code backend verify-key}: verifies the current checkpoint with the configured key. */
@Command(
    name = "verify-key",
    description = {
      "Fetch the checkpoint of a log and verify it with the configured key.",
      "With ID/TREEID, check one shard of a Rekor v1 server. If it is signed with an unknown key, "
          + "show the one that the server offers, as a line for the configuration.",
      "Nothing is stored. The exit status is 1 if the key does not match or is used "
          + "outside of its validity."
    },
    footer = {
      "  stella attestor backend verify-key sigstore-rekor-v2",
      "  stella attestor backend verify-key sigstore-prod/1193050959916656506"
    })
final class BackendVerifyKeyCommand extends ReportingCommand implements Callable<ExitCode> {
  @Parameters(paramLabel = "ID", description = "The backend, enabled or not, or ID/TREEID.")
  private String id = "";

  @Override
  public ExitCode call() throws IOException {
    // a user waits for the result and can repeat the command
    Settings settings = config.load().withBackendEnabled(id).withMaxRetries(1);
    try (PostgresStore store = PostgresStore.openUnprepared(settings);
        AttestorRuntime runtime = OneShotRuntime.start(settings, store)) {
      return print(runtime.verifyKey(id), settings, store);
    }
  }

  private ExitCode print(KeyCheck check, Settings settings, PostgresStore store) {
    KeyCheckView view = new KeyCheckView(settings.backend(id), check, stored(check, store));
    output.print(out(), view::json, view::text);
    return report(check.failure());
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

  /** Formats the result of checking a key. The state is empty without a database. */
  private record KeyCheckView(BackendSettings settings, KeyCheck check, Optional<LogState> stored) {

    String text() {
      TextTable table = new TextTable("Backend:", settings.id());
      table.row("Key:", keyNameAndId() + ", " + key().algorithm() + ", from " + source());
      table.row("Checkpoint:", check.url().map(Object::toString).orElse("not received"));
      for (NoteSignature signature : check.signatures()) {
        table.row("Signed by:", name(signature) + ": " + signatureStatus(signature));
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
      check
          .offeredKey()
          .ifPresent(offered -> {
            table.row("Offered Key:", offered + ", by the server itself, verifies the checkpoint");
            table.row("Next:", "if its operator has published this key, add to the backend:");
            table.row("", "shardKeys: " + shardKey(offered));
          });
      table.row("Result:", isGood() ? "the key verifies the checkpoint" : failureLabel());
      return table.toString();
    }

    /** Returns the fields of {@code -o json}. */
    JsonObject json() {
      Optional<TreeHead> head = check.checkpoint().map(SignedCheckpoint::head);
      return new JsonObject()
          .with("backend", settings.id())
          .with("good", isGood())
          .with("key", key().toString())
          .with("keySource", source())
          .with("url", check.url().map(Object::toString))
          .with("signatures", check.signatures().stream().map(KeyCheckView::name).toList())
          .with("origin", origin())
          .with("treeSize", head.map(TreeHead::size))
          .with("rootHash", head.map(treeHead -> treeHead.root().hex()))
          .with("storedSize", stored.map(log -> log.pending().size()))
          .with("offeredShardKey", check.offeredKey().map(this::shardKey))
          .with("error", failure(check).map(Failure::label))
          .with("message", check.failure().map(AttestorException::getMessage));
    }

    private static String name(NoteSignature signature) {
      return signature.name() + "+" + signature.keyId();
    }

    private String signatureStatus(NoteSignature signature) {
      if (!signature.claims(key())) {
        return failure(check).equals(Optional.of(Failure.ORIGIN_MISMATCH))
            ? "another name or key"
            : "another key";
      }
      // the origin is compared only after the signature is verified
      boolean verified = isOpened() || failure(check).equals(Optional.of(Failure.ORIGIN_MISMATCH));
      return verified ? "our key, verified" : "claims our key: " + failureLabel();
    }

    /** The origin in the checkpoint, which names a shard of the server; else the configured one. */
    private String origin() {
      return check.receivedOrigin().map(SafeText::line).orElse(settings.origin());
    }

    private String originSuffix() {
      if (isOpened()) {
        return ", as in the checkpoint";
      }
      return check.receivedOrigin().isPresent()
          ? ", as in the checkpoint; configured: " + settings.origin()
          : ", as configured";
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

    /** The key as a value of {@code shardKeys}. */
    private String shardKey(VerifierKey offered) {
      return Backend.treeId(check.shard().orElseThrow().id()).orElseThrow() + "=" + offered;
    }

    private String source() {
      if (settings.shardKeys().filter(keys -> keys.contains("=" + key())).isPresent()) {
        return "shardKeys";
      }
      return settings.publicKeyPath().map(Path::toString).orElse("publicKey");
    }

    private VerifierKey key() {
      return check.shard().orElse(check.backend()).log().key();
    }

    private String keyNameAndId() {
      return key().name() + "+" + key().keyId();
    }
  }
}

package org.stellaops.attestor.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.config.BackendSettings;
import org.stellaops.attestor.config.PublicKeySource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.note.NoteSignature;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.route.KeyReport;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * A key beside the checkpoint on which it was tried, as commands show it.
 *
 * @param settings the backend as it is configured
 * @param report what came of it
 * @param stored what the store knows of the log; empty if nothing, or if it did not answer
 */
record KeyView(BackendSettings settings, KeyReport report, Optional<LogState> stored) {

  String text() {
    TextTable table = new TextTable("Backend:", settings.id());
    table.row("Key:", shortForm() + ", " + key().algorithm() + ", from " + source());
    table.row("Checkpoint:", report.look().from().map(Object::toString).orElse("none came"));
    for (NoteSignature line : report.look().signatures()) {
      table.row("Signed by:", line.name() + "+" + line.keyId() + ": " + verdict(line));
    }
    table.row("Origin:", origin() + originVerdict());
    report
        .look()
        .opened()
        .map(SignedCheckpoint::head)
        .ifPresent(head -> {
          table.row("Tree Size:", Words.count(head.size()));
          table.row("Root Hash:", head.root().toString());
          table.row("Stored Head:", storedVerdict(head));
        });
    table.row("Result:", isGood() ? "the key opens the checkpoint" : word());
    return table.toString();
  }

  /** The stable names of {@code -o json}. */
  Map<String, Object> json() {
    Optional<TreeHead> head = report.look().opened().map(SignedCheckpoint::head);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", settings.id());
    json.put("good", isGood());
    json.put("key", key().toString());
    json.put("keySource", source());
    json.put("url", report.look().from().map(Object::toString).orElse(null));
    json.put("signatures", signatures());
    json.put("origin", origin());
    json.put("treeSize", head.map(TreeHead::size).orElse(null));
    json.put("rootHash", head.map(each -> each.root().hex()).orElse(null));
    json.put("storedSize", stored.map(log -> log.pending().size()).orElse(null));
    json.put("error", report.failure().map(Failure::word).orElse(null));
    json.put("message", report.message().isEmpty() ? null : report.message());
    return json;
  }

  private List<String> signatures() {
    return report.look().signatures().stream()
        .map(line -> line.name() + "+" + line.keyId())
        .collect(Collectors.toList());
  }

  private String verdict(NoteSignature line) {
    if (!line.claims(key())) {
      return "another key";
    }
    // the origin is looked at only in a note that the key has opened
    boolean verified = isOpened() || report.failure().equals(Optional.of(Failure.ORIGIN_MISMATCH));
    return verified ? "our key, verified" : "claims our key: " + word();
  }

  /** Of a server with shards that of the shard whose note was opened. */
  private String origin() {
    return report.look().opened().map(note -> note.origin().name()).orElse(settings.origin());
  }

  private String originVerdict() {
    return isOpened() ? ", as in the checkpoint" : "";
  }

  private String storedVerdict(TreeHead head) {
    if (stored.isEmpty()) {
      return "none to compare with";
    }
    TreeHead known = stored.get().pending();
    if (known.size() == head.size()) {
      return known.equals(head) ? "the same" : "another root at this size; sync tells which";
    }
    String size = Words.count(known.size());
    return known.size() < head.size()
        ? size + "; sync proves that the tree begins with it"
        : size + "; the log shows an older state";
  }

  /** Which is not enough where the key is not valid now. */
  private boolean isOpened() {
    return report.look().opened().isPresent();
  }

  private boolean isGood() {
    return report.failure().isEmpty();
  }

  private String word() {
    return report.failure().map(Failure::word).orElse("");
  }

  private String source() {
    return settings.publicKey() instanceof PublicKeySource.InFile file
        ? file.path().toString()
        : "publicKey";
  }

  private VerifierKey key() {
    return report.look().backend().log().key();
  }

  private String shortForm() {
    return key().name() + "+" + key().keyId();
  }
}

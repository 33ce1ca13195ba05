package org.stellaops.attestor.cli.airgap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.mirror.store.BundleRow;

/**
 * Formats a row of the bundle history.
 *
 * @param transfer the row
 */
record BundleHistoryView(BundleRow transfer) {
  static final String[] HEADINGS = {
    "Number",
    "Finished",
    "Direction",
    "Backend",
    "Content",
    "Entries",
    "Tree Size",
    "Outcome",
    "Who",
    "SHA-256",
    "File"
  };
  private static final int SHORT_DIGEST = 12;

  String[] row() {
    return new String[] {
      Long.toString(transfer.id()),
      Format.time(Optional.of(transfer.finished())),
      transfer.direction(),
      transfer.backend().orElse("-"),
      transfer.content().orElse("-"),
      entries(),
      transfer.treeSize().isPresent() ? Format.count(transfer.treeSize().getAsLong()) : "-",
      transfer.outcome(),
      transfer.operator(),
      transfer.sha256().map(digest -> digest.substring(0, SHORT_DIGEST)).orElse("-"),
      transfer.file()
    };
  }

  /** The error message of a failed transfer, printed below the table because it is long. */
  Optional<String> failureLine() {
    return transfer
        .message()
        .map(message ->
            transfer.id() + ": " + transfer.outcome() + ": " + message.replace('\n', ' '));
  }

  private String entries() {
    long from = transfer.from().orElse(0);
    long to = transfer.to().orElse(0);
    return from < to ? Format.count(from) + " to " + Format.count(to - 1) : "-";
  }

  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", transfer.id());
    json.put("direction", transfer.direction());
    json.put("backend", transfer.backend().orElse(null));
    json.put("file", transfer.file());
    json.put("sha256", transfer.sha256().orElse(null));
    json.put("bytes", transfer.bytes());
    json.put("content", transfer.content().orElse(null));
    json.put("baseSize", orNull(transfer.baseSize()));
    json.put("from", orNull(transfer.from()));
    json.put("to", orNull(transfer.to()));
    json.put("treeSize", orNull(transfer.treeSize()));
    json.put("volume", orNull(transfer.volume()));
    json.put("volumes", orNull(transfer.volumes()));
    json.put("signedBy", transfer.signedBy().orElse(null));
    json.put("who", transfer.operator());
    json.put("startedAt", transfer.started().toString());
    json.put("finishedAt", transfer.finished().toString());
    json.put("outcome", transfer.outcome());
    json.put("message", transfer.message().orElse(null));
    return json;
  }

  private static @Nullable Long orNull(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  private static @Nullable Integer orNull(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }
}

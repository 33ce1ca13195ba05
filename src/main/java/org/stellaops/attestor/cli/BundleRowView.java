package org.stellaops.attestor.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.mirror.BundleRow;

/**
 * A line of the history as commands show it.
 *
 * @param of the line
 */
record BundleRowView(BundleRow of) {
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
      Long.toString(of.id()),
      Words.time(Optional.of(of.finished())),
      of.direction(),
      of.backend().orElse("-"),
      of.content().orElse("-"),
      entries(),
      of.treeSize().isPresent() ? Words.count(of.treeSize().getAsLong()) : "-",
      of.outcome(),
      of.who(),
      of.sha256().map(digest -> digest.substring(0, SHORT_DIGEST)).orElse("-"),
      of.file()
    };
  }

  /** Why it failed, on one line below the table, where it would make all of it too wide. */
  Optional<String> reason() {
    return of.message().map(why -> of.id() + ": " + of.outcome() + ": " + why.replace('\n', ' '));
  }

  private String entries() {
    long from = of.from().orElse(0);
    long to = of.to().orElse(0);
    return from < to ? Words.count(from) + " to " + Words.count(to - 1) : "-";
  }

  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", of.id());
    json.put("direction", of.direction());
    json.put("backend", of.backend().orElse(null));
    json.put("file", of.file());
    json.put("sha256", of.sha256().orElse(null));
    json.put("bytes", of.bytes());
    json.put("content", of.content().orElse(null));
    json.put("baseSize", orNull(of.base()));
    json.put("from", orNull(of.from()));
    json.put("to", orNull(of.to()));
    json.put("treeSize", orNull(of.treeSize()));
    json.put("volume", orNull(of.volume()));
    json.put("volumes", orNull(of.volumes()));
    json.put("signedBy", of.signedBy().orElse(null));
    json.put("who", of.who());
    json.put("startedAt", of.started().toString());
    json.put("finishedAt", of.finished().toString());
    json.put("outcome", of.outcome());
    json.put("message", of.message().orElse(null));
    return json;
  }

  private static @Nullable Long orNull(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  private static @Nullable Integer orNull(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }
}

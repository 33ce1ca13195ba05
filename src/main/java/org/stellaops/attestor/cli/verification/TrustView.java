package org.stellaops.attestor.cli.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.trust.TrustedAuthority;
import org.stellaops.attestor.trust.TrustedLog;
import org.stellaops.attestor.trust.TrustedRoot;
import org.stellaops.attestor.trust.TufMetadata;
import org.stellaops.attestor.trust.ValidityPeriod;
import org.stellaops.attestor.verification.TrustedRootSource;
import org.stellaops.attestor.verification.TufFile;

/**
 * Formats a trusted root.
 *
 * @param trust the trusted root
 * @param metadata its TUF metadata
 * @param received TUF metadata received in bundles, not trusted
 * @param now the current time
 */
record TrustView(
    TrustedRootSource trust, List<TufFile> metadata, List<TufFile> received, Instant now) {
  Duration age() {
    Duration age = Duration.between(trust.asOf(), now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  String text() {
    TextTable head = new TextTable("Source:", trust.location());
    head.row("SHA-256:", trust.sha256().hex());
    head.row("As of:", Format.time(Optional.of(trust.asOf())) + ", " + Format.age(age()) + " old");
    if (trust.root().unsupportedLogs() > 0) {
      head.row(
          "Ignored:", trust.root().unsupportedLogs() + " logs with keys of an unsupported type");
    }
    TextTable members = new TextTable("KIND", "NAME", "KEY", "FROM", "TO", "NOW");
    members(trust.root()).forEach(each -> members.row(each.row(now)));
    List<String> parts = new ArrayList<>(List.of(head.toString(), members.toString()));
    if (!metadata.isEmpty() || !received.isEmpty()) {
      TextTable tuf = new TextTable("TUF", "VERSION", "EXPIRES", "NOW", "THIS ROOT", "FILE");
      Stream.concat(metadata.stream(), received.stream()).forEach(each -> tuf.row(row(each)));
      parts.add(tuf.toString());
    }
    return String.join("\n\n", parts);
  }

  /** Returns the fields of {@code -o json}. */
  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("source", trust.location());
    json.put("sha256", trust.sha256().hex());
    json.put("asOf", trust.asOf().toString());
    json.put("ageSeconds", age().toSeconds());
    json.put("mediaType", trust.root().mediaType());
    json.put("members", members(trust.root()).map(each -> each.json(now)).toList());
    json.put("tuf", metadata.stream().map(this::json).toList());
    json.put("received", received.stream().map(this::json).toList());
    return json;
  }

  /** Returns one line for each added ({@code +}) or removed ({@code -}) member. */
  static List<String> changes(TrustedRootSource before, TrustedRootSource after) {
    TreeSet<String> previous =
        new TreeSet<>(members(before.root()).map(TrustMember::summary).toList());
    TreeSet<String> current =
        new TreeSet<>(members(after.root()).map(TrustMember::summary).toList());
    List<String> lines = new ArrayList<>();
    current.stream()
        .filter(line -> !previous.contains(line))
        .forEach(line -> lines.add("+ " + line));
    previous.stream()
        .filter(line -> !current.contains(line))
        .forEach(line -> lines.add("- " + line));
    if (lines.isEmpty()) {
      lines.add("no change: the same members as in " + before.location());
    }
    return lines;
  }

  private String[] row(TufFile file) {
    TufMetadata metadata = file.metadata();
    return new String[] {
      metadata.role(),
      Long.toString(metadata.version()),
      Format.time(Optional.of(metadata.expires())),
      isExpired(metadata) ? "expired" : "valid",
      metadata.trustedRoot().map(hash -> hash.equals(trust.sha256()) ? "yes" : "no").orElse("-"),
      file.file().toString()
    };
  }

  private boolean isExpired(TufMetadata metadata) {
    return now.isAfter(metadata.expires());
  }

  private Map<String, @Nullable Object> json(TufFile file) {
    TufMetadata metadata = file.metadata();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("role", metadata.role());
    json.put("version", metadata.version());
    json.put("expires", metadata.expires().toString());
    json.put("expired", isExpired(metadata));
    json.put(
        "namesThisRoot",
        metadata.trustedRoot().map(hash -> hash.equals(trust.sha256())).orElse(null));
    json.put("file", file.file().toString());
    return json;
  }

  private static Stream<TrustMember> members(TrustedRoot root) {
    return Stream.of(
            root.tlogs().stream().map(log -> TrustMember.of("tlog", log)),
            root.certificateAuthorities().stream().map(each -> TrustMember.of("authority", each)),
            root.ctlogs().stream().map(log -> TrustMember.of("ctlog", log)),
            root.timestampAuthorities().stream().map(each -> TrustMember.of("timestamps", each)))
        .flatMap(each -> each);
  }

  /** A log or authority of the trusted root. */
  private record TrustMember(String kind, String name, String key, ValidityPeriod validity) {
    static TrustMember of(String kind, TrustedLog log) {
      String key = kind.equals("tlog") ? log.checkpointKey().keyId().toString() : "";
      return new TrustMember(kind, log.name(), key, log.validity());
    }

    static TrustMember of(String kind, TrustedAuthority authority) {
      String name = authority.root().getSubjectX500Principal().getName();
      return new TrustMember(
          kind, authority.uri().isEmpty() ? name : authority.uri(), "", authority.validity());
    }

    String[] row(Instant now) {
      return new String[] {
        kind,
        name,
        key.isEmpty() ? "-" : key,
        Format.time(Optional.of(validity.start())),
        Format.time(validity.end()),
        state(now)
      };
    }

    String summary() {
      return kind + " " + name + (key.isEmpty() ? "" : "+" + key) + ", " + validity;
    }

    Map<String, @Nullable Object> json(Instant now) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("kind", kind);
      json.put("name", name);
      json.put("keyId", key.isEmpty() ? null : key);
      json.put("start", validity.start().toString());
      json.put("end", validity.end().map(Instant::toString).orElse(null));
      json.put("state", state(now));
      return json;
    }

    private String state(Instant now) {
      if (validity.includes(now)) {
        return "valid";
      }
      return now.isBefore(validity.start()) ? "not_yet" : "ended";
    }
  }
}

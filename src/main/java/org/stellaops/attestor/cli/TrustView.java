package org.stellaops.attestor.cli;

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
import org.stellaops.attestor.trust.TrustedAuthority;
import org.stellaops.attestor.trust.TrustedLog;
import org.stellaops.attestor.trust.TrustedRoot;
import org.stellaops.attestor.trust.TufMetadata;
import org.stellaops.attestor.trust.ValidityPeriod;
import org.stellaops.attestor.verdict.TrustFile;
import org.stellaops.attestor.verdict.TrustInput;

/**
 * A trusted root as people and programs read it.
 *
 * @param trust the root
 * @param metadata what came with it
 * @param received what bundles have brought, which nobody trusts
 * @param now the time
 */
record TrustView(
    TrustInput trust, List<TrustFile> metadata, List<TrustFile> received, Instant now) {
  Duration age() {
    Duration age = Duration.between(trust.asOf(), now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  String text() {
    TextTable head = new TextTable("Source:", trust.source());
    head.row("SHA-256:", trust.sha256().hex());
    head.row("As of:", Words.time(Optional.of(trust.asOf())) + ", " + Words.age(age()) + " old");
    if (trust.root().unknown() > 0) {
      head.row("Left out:", trust.root().unknown() + " logs with keys of an unknown kind");
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

  /** The stable names of {@code -o json}. */
  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("source", trust.source());
    json.put("sha256", trust.sha256().hex());
    json.put("asOf", trust.asOf().toString());
    json.put("ageSeconds", age().toSeconds());
    json.put("mediaType", trust.root().mediaType());
    json.put("members", members(trust.root()).map(each -> each.json(now)).toList());
    json.put("tuf", metadata.stream().map(this::json).toList());
    json.put("received", received.stream().map(this::json).toList());
    return json;
  }

  /** What one root has that the other has not, a line each. */
  static List<String> changes(TrustInput before, TrustInput after) {
    TreeSet<String> old = new TreeSet<>(members(before.root()).map(Member::line).toList());
    TreeSet<String> fresh = new TreeSet<>(members(after.root()).map(Member::line).toList());
    List<String> lines = new ArrayList<>();
    fresh.stream().filter(line -> !old.contains(line)).forEach(line -> lines.add("+ " + line));
    old.stream().filter(line -> !fresh.contains(line)).forEach(line -> lines.add("- " + line));
    if (lines.isEmpty()) {
      lines.add("the same members as in " + before.source());
    }
    return lines;
  }

  private String[] row(TrustFile file) {
    TufMetadata metadata = file.metadata();
    return new String[] {
      metadata.role(),
      Long.toString(metadata.version()),
      Words.time(Optional.of(metadata.expires())),
      expired(metadata) ? "expired" : "valid",
      metadata.trustedRoot().map(hash -> hash.equals(trust.sha256()) ? "yes" : "no").orElse("-"),
      file.file().toString()
    };
  }

  private boolean expired(TufMetadata metadata) {
    return now.isAfter(metadata.expires());
  }

  private Map<String, @Nullable Object> json(TrustFile file) {
    TufMetadata metadata = file.metadata();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("role", metadata.role());
    json.put("version", metadata.version());
    json.put("expires", metadata.expires().toString());
    json.put("expired", expired(metadata));
    json.put(
        "namesThisRoot",
        metadata.trustedRoot().map(hash -> hash.equals(trust.sha256())).orElse(null));
    json.put("file", file.file().toString());
    return json;
  }

  private static Stream<Member> members(TrustedRoot root) {
    return Stream.of(
            root.tlogs().stream().map(log -> Member.of("tlog", log)),
            root.certificateAuthorities().stream().map(each -> Member.of("authority", each)),
            root.ctlogs().stream().map(log -> Member.of("ctlog", log)),
            root.timestampAuthorities().stream().map(each -> Member.of("timestamps", each)))
        .flatMap(each -> each);
  }

  /** One of those who are trusted. */
  private record Member(String kind, String name, String key, ValidityPeriod validity) {
    static Member of(String kind, TrustedLog log) {
      String key = kind.equals("tlog") ? log.checkpointKey().keyId().toString() : "";
      return new Member(kind, log.name(), key, log.validity());
    }

    static Member of(String kind, TrustedAuthority authority) {
      String name = authority.root().getSubjectX500Principal().getName();
      return new Member(
          kind, authority.uri().isEmpty() ? name : authority.uri(), "", authority.validity());
    }

    String[] row(Instant now) {
      return new String[] {
        kind,
        name,
        key.isEmpty() ? "-" : key,
        Words.time(Optional.of(validity.start())),
        Words.time(validity.end()),
        state(now)
      };
    }

    String line() {
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

package org.stellaops.attestor.cli.evidence;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.store.StoredEvidence;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Formats evidence.
 *
 * @param stored the stored evidence
 */
record EvidenceView(StoredEvidence stored) {
  static final String[] HEADINGS = {
    "Number", "Backend", "Kind", "Detected", "Known Size", "Shown Size", "Quarantine"
  };

  String[] row() {
    Evidence evidence = stored.evidence();
    return new String[] {
      Long.toString(stored.id()),
      evidence.backend(),
      evidence.kind().label(),
      Format.time(Optional.of(evidence.detectedAt())),
      Format.count(head(evidence.known()).size()),
      Format.count(head(evidence.shown()).size()),
      stored.release().map(release -> "released by " + release.operator()).orElse("in force")
    };
  }

  /** Both checkpoints and the next command. */
  String text() {
    Evidence evidence = stored.evidence();
    return """
    evidence %d: %s of '%s', backend %s
    detected %s from %s
    %s

    known checkpoint:

    %s
    checkpoint shown by the log:

    %s
    next: stella attestor evidence export %d --output FILE
    """
        .formatted(
            stored.id(),
            evidence.kind().label(),
            evidence.origin(),
            evidence.backend(),
            Format.time(Optional.of(evidence.detectedAt())),
            evidence.source(),
            quarantineState(),
            evidence.known(),
            evidence.shown(),
            stored.id())
        .stripTrailing();
  }

  /** Returns the fields of {@code -o json}. */
  Map<String, @Nullable Object> json() {
    Evidence evidence = stored.evidence();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", stored.id());
    json.put("backend", evidence.backend());
    json.put("origin", evidence.origin().name());
    json.put("kind", evidence.kind().label());
    json.put("detectedAt", evidence.detectedAt().toString());
    json.put("source", evidence.source());
    json.put("knownSize", head(evidence.known()).size());
    json.put("knownNote", evidence.known().toString());
    json.put("shownSize", head(evidence.shown()).size());
    json.put("shownNote", evidence.shown().toString());
    json.put(
        "releasedAt",
        stored.release().map(release -> release.releasedAt().toString()).orElse(null));
    json.put("releasedBy", stored.release().map(StoredEvidence.Release::operator).orElse(null));
    json.put("reason", stored.release().map(StoredEvidence.Release::reason).orElse(null));
    return json;
  }

  private String quarantineState() {
    return stored
        .release()
        .map(release ->
            "released "
                + Format.time(Optional.of(release.releasedAt()))
                + " by "
                + release.operator()
                + ": "
                + release.reason())
        .orElse("quarantine in force");
  }

  private static TreeHead head(SignedNote note) {
    return Checkpoint.parse(note.text()).head();
  }
}

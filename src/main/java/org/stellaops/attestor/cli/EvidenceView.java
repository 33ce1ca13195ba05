package org.stellaops.attestor.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.KeptEvidence;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Evidence as commands show it.
 *
 * @param kept what the store has
 */
record EvidenceView(KeptEvidence kept) {
  static final String[] HEADINGS = {
    "Number", "Backend", "Kind", "Detected", "Known Size", "Shown Size", "Quarantine"
  };

  String[] row() {
    Evidence evidence = kept.evidence();
    return new String[] {
      Long.toString(kept.id()),
      evidence.backend(),
      evidence.kind().word(),
      Words.time(Optional.of(evidence.detectedAt())),
      Words.count(head(evidence.known()).size()),
      Words.count(head(evidence.shown()).size()),
      kept.release().map(release -> "released by " + release.by()).orElse("in force")
    };
  }

  /** Both notes, and what can be done next. */
  String text() {
    Evidence evidence = kept.evidence();
    return """
    evidence %d: %s of '%s', backend %s
    detected %s from %s
    %s

    what we held true:

    %s
    what the log showed:

    %s
    next: stella attestor evidence export %d --output FILE
    """
        .formatted(
            kept.id(),
            evidence.kind().word(),
            evidence.origin(),
            evidence.backend(),
            Words.time(Optional.of(evidence.detectedAt())),
            evidence.source(),
            quarantine(),
            evidence.known(),
            evidence.shown(),
            kept.id())
        .stripTrailing();
  }

  /** The stable names of {@code -o json}. */
  Map<String, @Nullable Object> json() {
    Evidence evidence = kept.evidence();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", kept.id());
    json.put("backend", evidence.backend());
    json.put("origin", evidence.origin().name());
    json.put("kind", evidence.kind().word());
    json.put("detectedAt", evidence.detectedAt().toString());
    json.put("source", evidence.source());
    json.put("knownSize", head(evidence.known()).size());
    json.put("knownNote", evidence.known().toString());
    json.put("shownSize", head(evidence.shown()).size());
    json.put("shownNote", evidence.shown().toString());
    json.put("releasedAt", kept.release().map(r -> r.at().toString()).orElse(null));
    json.put("releasedBy", kept.release().map(KeptEvidence.Release::by).orElse(null));
    json.put("reason", kept.release().map(KeptEvidence.Release::reason).orElse(null));
    return json;
  }

  private String quarantine() {
    return kept.release()
        .map(r ->
            "released " + Words.time(Optional.of(r.at())) + " by " + r.by() + ": " + r.reason())
        .orElse("the backend is in quarantine for it");
  }

  private static TreeHead head(SignedNote note) {
    return Checkpoint.parse(note.text()).head();
  }
}

package org.stellaops.attestor.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.store.StoredEvidence;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The webhook message about one contradiction.
 *
 * @param evidence the stored evidence
 */
public record AlertEvent(StoredEvidence evidence) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The event type, as {@code rekor.checkpoint.divergence}. */
  public String type() {
    if (contradiction().kind() == Failure.CROSS_LOG_DIVERGENCE) {
      return "rekor.checkpoint.cross_log_divergence";
    }
    return isRollback() ? "rekor.checkpoint.rollback" : "rekor.checkpoint.divergence";
  }

  /** The JSON object on one line. */
  public String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("eventType", type());
    json.put("severity", "Critical");
    json.put("class", contradiction().kind().label());
    json.put("origin", contradiction().origin().name());
    json.put("backend", contradiction().backend());
    if (type().endsWith("rollback")) {
      json.put("previousTreeSize", known().size());
      json.put("attemptedTreeSize", shown().size());
    } else {
      json.put("treeSize", shown().size());
      json.put("knownTreeSize", known().size());
    }
    json.put("expectedRootHash", "sha256:" + known().root().hex());
    json.put("actualRootHash", "sha256:" + shown().root().hex());
    json.put("detectedAt", contradiction().detectedAt().toString());
    json.put("source", contradiction().source());
    json.put("description", description());
    json.put("recommendedAction", "Quarantine");
    json.put("evidenceId", evidence.id());
    json.put("nextCommand", "stella attestor evidence show " + evidence.id());
    try {
      return SafeText.json(JSON.writeValueAsString(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write JSON", e);
    }
  }

  private String description() {
    String sizes =
        isRollback()
            ? "a tree of %s entries that is not a prefix of the known tree of size %s"
            : known().size() == shown().size()
                ? "another root at size %s"
                : "a tree of %s entries that does not extend the known tree of size %s";
    return "The key of %s has signed two histories: %s shows %s. The backend is in quarantine."
        .formatted(
            contradiction().origin(),
            contradiction().source(),
            sizes.formatted(shown().size(), known().size()));
  }

  private boolean isRollback() {
    return shown().size() < known().size();
  }

  private TreeHead known() {
    return contradiction().knownHead();
  }

  private TreeHead shown() {
    return contradiction().shownHead();
  }

  private Evidence contradiction() {
    return evidence.evidence();
  }
}

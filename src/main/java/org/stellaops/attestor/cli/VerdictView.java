package org.stellaops.attestor.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.attestation.Finding;
import org.stellaops.attestor.attestation.Included;
import org.stellaops.attestor.attestation.ProvedTime;
import org.stellaops.attestor.attestation.Step;
import org.stellaops.attestor.attestation.Verdict;
import org.stellaops.attestor.mirror.MirroredHead;
import org.stellaops.attestor.verdict.Anchored;
import org.stellaops.attestor.verdict.Answer;
import org.stellaops.attestor.verdict.Decision;
import org.stellaops.attestor.verdict.Problem;

/** A decision as people read it: in many lines, or in one row of a table. */
record VerdictView(Answer answer) {
  static final String[] HEADINGS = {
    "BUNDLE", "VERDICT", "SIGNATURE", "INCLUDED", "ANCHORED", "REASON"
  };

  String[] row() {
    Optional<Decision> decision = decision();
    return new String[] {
      answer.bundle(),
      answer.word(),
      decision.map(each -> each.verdict().signature().state().word()).orElse("-"),
      decision.map(each -> each.verdict().included().state().word()).orElse("-"),
      decision.map(each -> each.anchored().state().word()).orElse("-"),
      answer.problem().map(Problem::reason).orElse("-")
    };
  }

  private Optional<Decision> decision() {
    return answer instanceof Decision decision ? Optional.of(decision) : Optional.empty();
  }

  static String text(Decision decision) {
    Verdict verdict = decision.verdict();
    List<String> lines = new ArrayList<>();
    lines.add("artifact    " + decision.artifact());
    lines.add("signature   " + words(verdict.signature()));
    if (!verdict.identity().isEmpty()) {
      lines.add("  signer    " + verdict.identity());
      lines.add("  issuer    " + verdict.issuer());
    }
    verdict.times().forEach(time -> lines.add("  time      " + words(time, decision)));
    lines.add("included    " + words(verdict.included()));
    verdict.entries().forEach(entry -> lines.add("  entry     " + place(entry)));
    Anchored anchored = decision.anchored();
    lines.add("anchored    " + anchored.state().word() + ": " + anchored.reason());
    anchored.mirror().ifPresent(mirror -> lines.add("  mirror    " + mirror(mirror, decision)));
    lines.add(
        "trust       "
            + decision.trust().source()
            + ", "
            + Words.age(decision.ages().trustedRoot())
            + " old");
    lines.add("verdict     " + decision.word());
    return String.join("\n", lines);
  }

  private static String words(ProvedTime time, Decision decision) {
    return time.time()
        + " by "
        + (time.source().equals("log") ? "the log" : "a timestamp authority")
        + ", "
        + Words.age(Duration.between(time.time(), decision.at()))
        + " ago";
  }

  private static String place(Included entry) {
    return entry
        .place()
        .map(place ->
            Words.count(place.proof().index())
                + " of '"
                + place.checkpoint().origin()
                + "' at size "
                + Words.count(place.checkpoint().head().size()))
        .orElse(Words.count(entry.index()) + " of " + entry.log() + ", promised");
  }

  private static String mirror(MirroredHead mirror, Decision decision) {
    return Words.count(mirror.head().size(), "entry", "entries")
        + ", confirmed "
        + Words.age(mirror.age(decision.at()))
        + " ago";
  }

  private static String words(Finding finding) {
    return finding.isRefused()
        ? "refused at step " + finding.step().map(Step::word).orElse("-") + ": " + finding.reason()
        : finding.state().word() + (finding.reason().isEmpty() ? "" : ": " + finding.reason());
  }
}

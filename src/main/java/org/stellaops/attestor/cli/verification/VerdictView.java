package org.stellaops.attestor.cli.verification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.mirror.MirroredHead;
import org.stellaops.attestor.mirror.lookup.MirrorMatch;
import org.stellaops.attestor.sigstore.CheckResult;
import org.stellaops.attestor.sigstore.Step;
import org.stellaops.attestor.sigstore.VerificationResult;
import org.stellaops.attestor.sigstore.VerifiedEntry;
import org.stellaops.attestor.sigstore.VerifiedTimestamp;
import org.stellaops.attestor.verification.AttestationVerdict;
import org.stellaops.attestor.verification.Objection;
import org.stellaops.attestor.verification.Outcome;

/** Formats a verdict as text or as a row of a table. */
final class VerdictView {
  static final String[] HEADINGS = {
    "BUNDLE", "VERDICT", "SIGNATURE", "INCLUDED", "ANCHORED", "REASON"
  };

  private VerdictView() {}

  static List<String> row(Outcome outcome) {
    Optional<AttestationVerdict> verdict =
        outcome instanceof AttestationVerdict decided ? Optional.of(decided) : Optional.empty();
    return List.of(
        outcome.bundle(),
        outcome.label(),
        verdict.map(each -> each.result().signature().state().label()).orElse("-"),
        verdict.map(each -> each.result().inclusion().state().label()).orElse("-"),
        verdict.map(each -> each.mirrorResult().state().label()).orElse("-"),
        outcome.worstObjection().map(Objection::reason).orElse("-"));
  }

  static String text(AttestationVerdict decision) {
    VerificationResult verdict = decision.result();
    List<String> lines = new ArrayList<>();
    lines.add("artifact    " + decision.artifact());
    lines.add("signature   " + describe(verdict.signature()));
    if (!verdict.identity().isEmpty()) {
      lines.add("  signer    " + SafeText.excerpt(verdict.identity()));
      lines.add("  issuer    " + SafeText.excerpt(verdict.issuer()));
    }
    verdict.timestamps().forEach(time -> lines.add("  time      " + describe(time, decision)));
    lines.add("included    " + describe(verdict.inclusion()));
    verdict.entries().forEach(entry -> lines.add("  entry     " + describeEntry(entry)));
    MirrorMatch anchored = decision.mirrorResult();
    lines.add("anchored    " + anchored.state().label() + ": " + anchored.reason());
    anchored
        .mirroredHead()
        .ifPresent(mirror -> lines.add("  mirror    " + describeMirror(mirror, decision)));
    lines.add(
        "trust       %s, %s old"
            .formatted(
                decision.trustedRoot().location(), Format.age(decision.ages().trustedRoot())));
    lines.add("verdict     " + decision.label());
    decision.warnings().forEach(warning -> lines.add("warning     " + warning));
    return lines.stream().map(SafeText::line).collect(Collectors.joining("\n"));
  }

  private static String describe(VerifiedTimestamp time, AttestationVerdict decision) {
    String source = time.source().equals("log") ? "the log" : "a timestamp authority";
    Duration age = Duration.between(time.time(), decision.decidedAt());
    return age.isNegative()
        ? "%s by %s, in the future".formatted(time.time(), source)
        : "%s by %s, %s ago".formatted(time.time(), source, Format.age(age));
  }

  private static String describeEntry(VerifiedEntry entry) {
    return entry
        .inclusion()
        .map(place ->
            "%s of '%s' at size %s"
                .formatted(
                    Format.count(place.proof().index()),
                    place.checkpoint().origin(),
                    Format.count(place.checkpoint().head().size())))
        .orElse(
            Format.count(entry.logIndex()) + " of " + entry.logName() + ", inclusion promise only");
  }

  private static String describeMirror(MirroredHead mirror, AttestationVerdict decision) {
    return Format.count(mirror.head().size(), "entry", "entries")
        + ", confirmed "
        + Format.age(mirror.age(decision.decidedAt()))
        + " ago";
  }

  private static String describe(CheckResult finding) {
    return finding.isRefused()
        ? "refused at step " + finding.step().map(Step::label).orElse("-") + ": " + finding.reason()
        : finding.state().label() + (finding.reason().isEmpty() ? "" : ": " + finding.reason());
  }
}

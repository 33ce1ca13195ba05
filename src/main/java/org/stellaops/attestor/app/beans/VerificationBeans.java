package org.stellaops.attestor.app.beans;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import org.stellaops.attestor.app.OfflineMirrorLookup;
import org.stellaops.attestor.app.TrustDirectory;
import org.stellaops.attestor.app.VerifiedAnchors;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.metrics.AttestationMetrics;
import org.stellaops.attestor.route.verification.AttestationInbox;
import org.stellaops.attestor.verification.TrustedRootSource;

/** The attestation inbox, and the metrics of the trusted root. */
public final class VerificationBeans implements AutoCloseable {
  private final OfflineMirrorLookup mirrorLookup;
  private final TrustDirectory trust;
  private final Clock clock;

  VerificationBeans(SharedObjects shared) {
    Settings settings = shared.settings();
    this.trust = new TrustDirectory(settings);
    this.clock = shared.clock();
    this.mirrorLookup = new OfflineMirrorLookup(settings, new VerifiedAnchors(settings), clock);
    AttestationMetrics metrics = new AttestationMetrics(shared.page());
    AttestationInbox inbox =
        new AttestationInbox(
            new VerificationFactory(settings, mirrorLookup, clock)::create,
            settings.verify().inbox(),
            settings.verify().outbox(),
            settings.verify().settleTime(),
            metrics,
            clock);
    shared.bind("attestationInbox", inbox);
    metrics.registerInboxGauge(inbox::waitingCount);
    metrics.registerGauges(this::rootAge, this::expiry);
  }

  /** Closes the store for evidence, if it was opened. */
  @Override
  public void close() {
    mirrorLookup.close();
  }

  private double rootAge() {
    try {
      TrustedRootSource root = trust.current();
      // the built-in one grows old without harm where nothing is verified
      return root.isBuiltIn() && trust.settings().verify().inbox().isEmpty()
          ? Double.NaN
          : Duration.between(root.asOf(), clock.instant()).toMillis() / 1e3;
    } catch (AttestorException e) {
      return Double.NaN; // reported in every verdict
    }
  }

  /** The expiry of the newest file of a role; there may be several roots. */
  private double expiry(String role) {
    try {
      return trust.metadata().stream()
          .map(file -> file.metadata())
          .filter(metadata -> metadata.role().equals(role))
          .max(Comparator.comparing(metadata -> metadata.version()))
          .map(metadata -> metadata.expires().toEpochMilli() / 1e3)
          .orElse(Double.NaN);
    } catch (AttestorException e) {
      return Double.NaN;
    }
  }
}

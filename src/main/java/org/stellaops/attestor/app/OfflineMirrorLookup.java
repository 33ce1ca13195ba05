package org.stellaops.attestor.app;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.config.BackendSettings;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.filetree.QuarantineDirectory;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.lookup.AnchorStore;
import org.stellaops.attestor.mirror.lookup.InclusionClaim;
import org.stellaops.attestor.mirror.lookup.MirrorMatch;
import org.stellaops.attestor.mirror.lookup.MirrorMatcher;
import org.stellaops.attestor.mirror.lookup.QuarantineLookup;
import org.stellaops.attestor.verification.MirrorLookup;

/**
 * Looks up entries in the local mirrors, without database or network. Only the evidence of a
 * contradiction is stored in the database. Reads the key of a log on first use. Safe for use by
 * several threads.
 */
public final class OfflineMirrorLookup implements MirrorLookup, AutoCloseable {
  private final Settings settings;
  private final AnchorStore anchors;
  private final Clock clock;
  private final MirrorTree tree;
  private final QuarantineLookup quarantines;
  private final DeferredEvidenceSink evidence;
  private final Map<String, BackendCatalog> catalogs = new ConcurrentHashMap<>();

  /**
   * Uses the mirrors of these settings.
   *
   * @param anchors the anchors of logs without tiles
   */
  public OfflineMirrorLookup(Settings settings, AnchorStore anchors, Clock clock) {
    this.settings = settings;
    this.anchors = anchors;
    this.clock = clock;
    this.tree = PostgresStore.mirrorTree(settings);
    this.quarantines = new QuarantineDirectory(settings.tiles().basePath());
    this.evidence = new DeferredEvidenceSink(settings);
  }

  @Override
  public MirrorMatch lookUp(InclusionClaim claim) {
    String origin = claim.origin().name();
    AtomicReference<String> evidenceLocation = new AtomicReference<>("no evidence was stored");
    try {
      return matcher(origin, contradiction -> evidenceLocation.set(evidence.store(contradiction)))
          .match(claim);
    } catch (ContradictionException e) {
      return MirrorMatch.splitView(backendsFor(origin).ids().get(0), e, evidenceLocation.get());
    } catch (AttestorException e) {
      return MirrorMatch.failed(e);
    }
  }

  /** Whether a log is in quarantine, as its file beside the mirrors says. */
  public static boolean isQuarantined(Settings settings, Origin origin) {
    return new QuarantineDirectory(settings.tiles().basePath()).find(origin).isPresent();
  }

  @Override
  public MirrorMatch promiseOnly(String logName) {
    try {
      return quarantines.all().stream()
          .map(Evidence::origin)
          .filter(origin -> TreeId.serverName(origin).equals(logName))
          .map(origin -> matcher(origin.name(), contradiction -> {}).matchPromise(origin))
          .max(Comparator.comparing(MirrorMatch::state))
          .orElseGet(MirrorMatch::promiseOnly);
    } catch (AttestorException e) {
      return MirrorMatch.failed(e);
    }
  }

  private MirrorMatcher matcher(String origin, Consumer<Evidence> sink) {
    BackendCatalog backends = catalogs.computeIfAbsent(origin, this::backendsFor);
    return new MirrorMatcher(backends, tree, anchors, quarantines, sink, clock);
  }

  /** The backends that may follow this log: by its origin, or by the server of a shard. */
  private BackendCatalog backendsFor(String origin) {
    List<Backend> backends =
        settings.backends().stream()
            .filter(configured -> mayFollow(configured, origin))
            .map(configured -> BackendFactory.create(settings, configured.id()))
            .toList();
    return new BackendCatalog(backends);
  }

  private static boolean mayFollow(BackendSettings backend, String origin) {
    return backend.enabled()
        && (backend.origin().equals(origin)
            || origin.startsWith(backend.origin() + TreeId.SEPARATOR));
  }

  @Override
  public void close() {
    evidence.close();
  }
}

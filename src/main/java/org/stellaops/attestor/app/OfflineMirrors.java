package org.stellaops.attestor.app;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.stellaops.attestor.config.BackendSettings;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Anchoring;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.HeadAnchors;
import org.stellaops.attestor.mirror.LogClaim;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.verdict.Anchored;
import org.stellaops.attestor.verdict.Mirrors;

/**
 * The mirrors of this machine as their files show them: no database is asked and no connection is
 * opened, unless a log has contradicted itself and that is to be kept. Of a log that nobody asks
 * about not even the key is read. Safe for many threads.
 */
public final class OfflineMirrors implements Mirrors, AutoCloseable {
  private static final String SHARD_MARK = " - ";

  private final Settings settings;
  private final HeadAnchors anchors;
  private final Clock clock;
  private final MirrorTree tree;
  private final LazyEvidence evidence;
  private final Map<String, BackendCatalog> followed = new ConcurrentHashMap<>();

  /**
   * The mirrors of these settings.
   *
   * @param anchors what vouches for heads of logs without tiles
   */
  public OfflineMirrors(Settings settings, HeadAnchors anchors, Clock clock) {
    this.settings = settings;
    this.anchors = anchors;
    this.clock = clock;
    this.tree = Store.tree(settings);
    this.evidence = LazyEvidence.of(settings);
  }

  @Override
  public Anchored ask(LogClaim claim) {
    String origin = claim.origin().name();
    AtomicReference<String> kept = new AtomicReference<>("nothing was stored of it");
    try {
      Anchoring anchoring =
          new Anchoring(
              followed.computeIfAbsent(origin, this::following),
              tree,
              anchors,
              found -> kept.set(evidence.keep(found)),
              clock);
      return Anchored.of(anchoring.anchor(claim));
    } catch (ContradictionException e) {
      return Anchored.splitView(following(origin).ids().get(0), e, kept.get());
    } catch (AttestorException e) {
      return Anchored.failed(e);
    }
  }

  /** The backends that may follow this log: one of its name, or of the host of a shard. */
  private BackendCatalog following(String origin) {
    List<Backend> backends =
        settings.backends().stream()
            .filter(each -> mayFollow(each, origin))
            .map(each -> BackendReader.read(settings, each.id()))
            .toList();
    return new BackendCatalog(backends);
  }

  private static boolean mayFollow(BackendSettings backend, String origin) {
    return backend.enabled()
        && (backend.origin().equals(origin) || origin.startsWith(backend.origin() + SHARD_MARK));
  }

  @Override
  public void close() {
    evidence.close();
  }
}

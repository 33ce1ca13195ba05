package org.stellaops.attestor.app.beans;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.filetree.AnchorDirectory;
import org.stellaops.attestor.filetree.FileTreeBuildStore;
import org.stellaops.attestor.metrics.MetricsPage;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.lookup.TreeBuildStore;

/**
 * The objects that several use cases need.
 *
 * @param beans all objects that routes call, by bean name
 */
record SharedObjects(
    Settings settings,
    PostgresStore store,
    BackendCatalog backends,
    MirrorTree tree,
    AnchorDirectory anchors,
    TreeBuildStore treeBuilds,
    MetricsPage page,
    SyncMetrics syncMetrics,
    Clock clock,
    Map<String, Object> beans) {

  static SharedObjects create(Settings settings, PostgresStore store, Clock clock) {
    MetricsPage page = new MetricsPage();
    return new SharedObjects(
        settings,
        store,
        BackendFactory.create(settings),
        PostgresStore.mirrorTree(settings),
        new AnchorDirectory(settings.dataDir()),
        new FileTreeBuildStore(settings.dataDir().resolve("drafts")),
        page,
        new SyncMetrics(page, clock),
        clock,
        new LinkedHashMap<>());
  }

  /** Binds an object to the name that routes use; returns the object. */
  <T> T bind(String name, T bean) {
    if (beans.put(name, bean) != null) {
      throw new IllegalStateException("two beans are named " + name);
    }
    return bean;
  }
}

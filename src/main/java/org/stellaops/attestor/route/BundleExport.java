package org.stellaops.attestor.route;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.bundle.BundleWriter;
import org.stellaops.attestor.bundle.ExportOrder;
import org.stellaops.attestor.bundle.VolumeDraft;
import org.stellaops.attestor.bundle.WrittenBundle;

/**
 * One export, from the plan to the last volume: what the steps of the route hand to one another.
 * Volumes are written one after the other, the pieces of one side by side.
 */
public final class BundleExport {
  private final ExportRequest request;
  private ExportOrder order;
  private List<VolumeDraft> volumes = List.of();
  private final Instant started;
  private final Tally tally = new Tally();
  private final List<WrittenBundle> written = new ArrayList<>();
  private @Nullable VolumeDraft draft;
  private @Nullable BundleWriter writer;

  BundleExport(ExportRequest request, ExportOrder order, Instant started) {
    this.request = request;
    this.order = order;
    this.started = started;
  }

  /** What is to be exported. */
  public ExportRequest request() {
    return request;
  }

  ExportOrder order() {
    return order;
  }

  void order(ExportOrder next) {
    this.order = next;
  }

  void planned(List<VolumeDraft> all) {
    this.volumes = List.copyOf(all);
  }

  /** The volumes; none before they are planned. */
  List<VolumeDraft> volumes() {
    return volumes;
  }

  Instant started() {
    return started;
  }

  /** What it costs. */
  public Tally tally() {
    return tally;
  }

  void writing(VolumeDraft volume, BundleWriter to) {
    this.draft = volume;
    this.writer = to;
  }

  VolumeDraft draft() {
    if (draft == null) {
      throw new IllegalStateException("no volume is begun");
    }
    return draft;
  }

  BundleWriter writer() {
    if (writer == null) {
      throw new IllegalStateException("no volume is begun");
    }
    return writer;
  }

  void written(WrittenBundle volume) {
    written.add(volume);
    writer().close();
    writer = null;
  }

  List<WrittenBundle> written() {
    return List.copyOf(written);
  }

  /** Leaves nothing behind of a volume that was not finished. */
  void close() {
    if (writer != null) {
      writer.close();
    }
  }
}

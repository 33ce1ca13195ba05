package org.stellaops.attestor.route.airgap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.bundle.write.BundleWriter;
import org.stellaops.attestor.bundle.write.ExportSpec;
import org.stellaops.attestor.bundle.write.PlannedVolume;
import org.stellaops.attestor.bundle.write.WrittenBundle;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.route.FirstFailure;
import org.stellaops.attestor.route.Operation;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.route.fetch.FetchContext;
import org.stellaops.attestor.tlog.ConsistencyProof;

/**
 * The state of one export, shared by the steps of its route. Volumes are written in sequence, the
 * segments of a volume are compressed in parallel.
 */
public final class ExportOperation implements Operation, FetchContext {
  final ExportRequest request;
  final ExportSpec spec;
  final Instant started;
  final FirstFailure firstFailure = new FirstFailure();

  /** The consistency proofs of the notes; empty before they are known, and for a log with tiles. */
  List<ConsistencyProof> proofs = List.of();

  /** The volumes; empty before they are planned. */
  List<PlannedVolume> volumes = List.of();

  private final BiFunction<ExportOperation, AttestorException, Object> onFailure;
  private final WorkCounters counters = new WorkCounters();
  private final List<WrittenBundle> writtenVolumes = new ArrayList<>();
  private @Nullable BundleWriter writer;

  ExportOperation(
      ExportRequest request,
      ExportSpec spec,
      Instant started,
      BiFunction<ExportOperation, AttestorException, Object> onFailure) {
    this.request = request;
    this.spec = spec;
    this.started = started;
    this.onFailure = onFailure;
  }

  @Override
  public Object fail(AttestorException error) {
    return onFailure.apply(this, error);
  }

  @Override
  public Optional<String> recordRoute() {
    return Optional.of(Exports.RECORD_ROUTE);
  }

  @Override
  public String backendId() {
    return request.backend();
  }

  @Override
  public WorkCounters counters() {
    return counters;
  }

  void setWriter(BundleWriter begun) {
    this.writer = begun;
  }

  BundleWriter writer() {
    if (writer == null) {
      throw new IllegalStateException("no volume is begun");
    }
    return writer;
  }

  void addWrittenVolume(WrittenBundle volume) {
    writtenVolumes.add(volume);
    writer().close();
    writer = null;
  }

  List<WrittenBundle> writtenVolumes() {
    return List.copyOf(writtenVolumes);
  }

  /** Deletes the file of an unfinished volume. */
  void close() {
    if (writer != null) {
      writer.close();
    }
  }
}

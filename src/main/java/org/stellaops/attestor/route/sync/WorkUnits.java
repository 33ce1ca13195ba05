package org.stellaops.attestor.route.sync;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.mirror.plan.ExpectedResource;
import org.stellaops.attestor.mirror.plan.UnitReport;
import org.stellaops.attestor.mirror.plan.WorkUnit;
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * The steps of a worker for one unit of work, which contains the expected hashes. A worker has no
 * access to the cycle that sent the unit.
 */
public record WorkUnits(BackendCatalog backends, MirrorTree tree) {
  public UnitOperation begin(@Body WorkUnit unit) {
    return new UnitOperation(backends, unit);
  }

  /** Whether the level-1 tile over the unit is not on disk. */
  public boolean needsParent(@Variable("operation") UnitOperation operation) {
    return operation.unit().parent().isPresent() && parentOnDisk(operation).isEmpty();
  }

  /** The level-1 tile over the unit, with its expected hash. */
  public ExpectedResource parent(@Variable("operation") UnitOperation operation) {
    return operation.unit().parent().orElseThrow();
  }

  /** The missing files of the unit, from the left; none after the first failure. */
  public Iterator<ExpectedResource> missingResources(
      @Variable("operation") UnitOperation operation) {
    Optional<TileHashes> parent = parentOnDisk(operation);
    if (parent.isPresent()) {
      operation.unflushedFiles().add(parent(operation).resource());
    }
    Iterator<ExpectedResource> children =
        operation.unit().children(parent, operation.backend().mirrorEntries());
    Iterable<ExpectedResource> all = () -> children;
    Stream<ExpectedResource> missing =
        StreamSupport.stream(all.spliterator(), false)
            .filter(expected -> !isPresent(operation, expected));
    return operation.firstFailure().until(missing.iterator());
  }

  /** Reports that all of the unit is verified and on disk. */
  public UnitReport succeeded(@Variable("operation") UnitOperation operation) {
    return report(operation, null, "", "");
  }

  /** Reports why the unit failed; what was verified before that stays on disk. */
  public UnitReport failed(
      @Variable("operation") UnitOperation operation,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    AttestorException error = FailureMapper.map(thrown);
    return report(operation, error.failure(), error.getMessage(), error.hint());
  }

  private static UnitReport report(
      UnitOperation operation, @Nullable Failure failure, String message, String hint) {
    WorkCounters counters = operation.counters();
    return new UnitReport(
        operation.unit(),
        failure,
        message,
        hint,
        counters.requests(),
        counters.tiles(),
        counters.entryBundles(),
        counters.bytes());
  }

  /** The parent from disk, if it has the hash that the unit requires. */
  private Optional<TileHashes> parentOnDisk(UnitOperation operation) {
    Origin origin = operation.backend().origin();
    return operation
        .unit()
        .parent()
        .flatMap(parent ->
            tree.tile(origin, (Tile) parent.resource())
                .filter(hashes -> hashes.root().equals(parent.expectedHash())));
  }

  /**
   * Whether the files exist with the expected hashes. The name alone is not enough: after a power
   * failure a file can have its final name without its content. The files may be from interrupted
   * work and not yet flushed.
   */
  private boolean isPresent(UnitOperation operation, ExpectedResource expected) {
    Origin origin = operation.backend().origin();
    if (!tree.has(origin, expected.resource())) {
      return false;
    }
    try {
      List<VerifiedFile> files =
          tree.read(origin, expected.resource())
              .map(bytes -> expected.verify(expected.resource(), bytes))
              .orElse(List.of());
      boolean present =
          !files.isEmpty() && files.stream().allMatch(file -> matchesDisk(origin, file));
      if (present) {
        files.forEach(file -> operation.unflushedFiles().add(file.resource()));
      }
      return present;
    } catch (AttestorException e) {
      if (e.failure() == Failure.BAD_TILE) {
        return false;
      }
      throw e;
    }
  }

  private boolean matchesDisk(Origin origin, VerifiedFile file) {
    return tree.read(origin, file.resource())
        .map(bytes -> Arrays.equals(bytes, file.bytes()))
        .orElse(false);
  }
}

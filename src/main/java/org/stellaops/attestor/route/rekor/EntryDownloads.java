package org.stellaops.attestor.route.rekor;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.lookup.TreeBuildStore;
import org.stellaops.attestor.mirror.lookup.TreeBuilder;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.rekor.RekorEntry;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.route.rekor.EntryDownload.Batch;
import org.stellaops.attestor.route.sync.HeadUpdate;
import org.stellaops.attestor.route.sync.TileBudget;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;

/**
 * Downloads all entries of a small Rekor v1 shard and builds tiles over them, which are then
 * mirrored like those of any log.
 *
 * @param buildStore keeps entries until they are mirrored
 * @param requestsPerSecond the configured limit, for the estimate in messages
 */
public record EntryDownloads(
    MirrorTree tree, TreeBuildStore buildStore, TileBudget budget, int requestsPerSecond) {
  /** Larger downloads need {@code --yes-i-know}. */
  static final long MAX_ENTRIES_WITHOUT_CONFIRMATION = 1_000_000;

  /** Whether the log has entries but no tiles, and some are not mirrored yet. */
  public boolean isNeeded(@Variable("headUpdate") HeadUpdate update) {
    Backend log = update.backend();
    return log.kind() == LogKind.SHARD
        && log.hasTiles()
        && budget.enabled()
        && !update.state().orElseThrow().isComplete();
  }

  /**
   * Rejects downloads that would take days and burden the server.
   *
   * @throws AttestorException with {@code configuration} and the estimate
   */
  public void requireSmall(@Variable("headUpdate") HeadUpdate update) {
    LogState state = update.state().orElseThrow();
    long missing = state.pending().size() - state.covered();
    if (missing <= MAX_ENTRIES_WITHOUT_CONFIRMATION || budget.allowLargeLogs()) {
      return;
    }
    long requests =
        (missing + EntryDownload.MAX_ENTRIES_PER_REQUEST - 1)
            / EntryDownload.MAX_ENTRIES_PER_REQUEST;
    double hours = requests / (double) requestsPerSecond / 3600;
    throw new AttestorException(
        Failure.CONFIGURATION,
        ("mirrorEntries is for small private logs: %,d entries at %d per request are %,d requests,"
                + " at least %,.0f hours at %d per second")
            .formatted(
                missing,
                EntryDownload.MAX_ENTRIES_PER_REQUEST,
                requests,
                Math.ceil(hours),
                requestsPerSecond),
        "remove mirrorEntries to follow only the checkpoints of the log; or, if the log is yours:"
            + " stella attestor sync --backend "
            + update.backend().id()
            + " --yes-i-know");
  }

  /** Begins a download, or resumes an earlier one. */
  public EntryDownload begin(@Variable("headUpdate") HeadUpdate update) {
    LogState state = update.state().orElseThrow();
    TreeBuilder builder =
        new TreeBuilder(buildStore, tree, update.origin(), state.pending(), state.covered());
    return new EntryDownload(update.backend(), builder, update.firstIndex());
  }

  /** The missing entries in batches of at most ten. */
  public Iterator<Batch> batches(@Variable("entryDownload") EntryDownload download) {
    List<EntryBundle> missing =
        download.builder().bundles().stream()
            .filter(bundle -> buildStore.read(download.shard().origin(), bundle).isEmpty())
            .toList();
    return download.batches(missing);
  }

  public FetchRequest request(
      @Variable("entryDownload") EntryDownload download, @Variable("batch") Batch batch) {
    return download.request(batch);
  }

  /**
   * Stores the entries of a batch in log order; the response may have any order.
   *
   * @throws AttestorException with {@code network} if entries are missing from the response
   */
  public void store(
      @Variable("entryDownload") EntryDownload download,
      @Variable("batch") Batch batch,
      @Body Download response) {
    Map<Long, RekorEntry> received =
        response.check(RekorEntry::parse).stream()
            .filter(
                entry -> entry.tree().equals(Backend.treeId(download.shard().id()).orElseThrow()))
            .collect(Collectors.toMap(RekorEntry::index, Function.identity(), (one, same) -> one));
    List<Long> absent =
        LongStream.range(batch.from(), batch.to())
            .boxed()
            .filter(index -> !received.containsKey(index))
            .toList();
    if (!absent.isEmpty()) {
      download.partialBundle().clear();
      throw new AttestorException(
              Failure.NETWORK,
              "%d of %d entries are missing from the response, the first with index %d"
                  .formatted(absent.size(), batch.to() - batch.from(), absent.get(0)),
              "earlier entries are stored, and the next cycle retries")
          .withLocation(response.url());
    }
    LongStream.range(batch.from(), batch.to())
        .mapToObj(received::get)
        .forEach(entry -> download.partialBundle().add(bodyOf(entry)));
    if (batch.endsBundle()) {
      byte[] content = Entries.of(download.partialBundle()).bytes();
      buildStore.write(download.shard().origin(), batch.bundle(), content);
      download.partialBundle().clear();
    }
  }

  /** The body, if an entry bundle of c2sp.org/tlog-tiles can hold it. */
  private static byte[] bodyOf(RekorEntry entry) {
    byte[] body = entry.body();
    if (body.length > Entries.MAX_ENTRY_BYTES) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "the shard cannot be mirrored as tiles: entry %d has %,d bytes, and an entry bundle holds at most %,d per entry"
              .formatted(entry.index(), body.length, Entries.MAX_ENTRY_BYTES),
          "remove mirrorEntries from the backend to follow only the checkpoints of the log");
    }
    return body;
  }

  /** Builds the tiles and verifies that they hash to the signed root. */
  public void buildTiles(@Variable("entryDownload") EntryDownload download) {
    download.builder().build();
  }

  /** Deletes the build files after everything is mirrored. */
  public void removeBuild(@Variable("headUpdate") HeadUpdate update) {
    if (update.backend().kind() == LogKind.SHARD && update.backend().hasTiles()) {
      buildStore.delete(update.origin());
    }
  }
}

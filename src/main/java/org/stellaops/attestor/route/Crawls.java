package org.stellaops.attestor.route;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.DraftTree;
import org.stellaops.attestor.mirror.Drafts;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.rekor.RekorEntry;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;

/**
 * Gets all entries of a small Rekor v1 shard and draws up tiles over them, which are then mirrored
 * as those of any log.
 */
public final class Crawls {
  /** What a server can be asked for without asking the operator first. */
  static final long MOST_UNASKED = 1_000_000;

  private final CheckpointStore store;
  private final MirrorTree tree;
  private final Drafts drafts;
  private final TileBudget budget;
  private final int requestsPerSecond;

  /**
   * Keeps what came in these drafts until it is mirrored.
   *
   * @param requestsPerSecond what the configuration allows, for the sum that is shown
   */
  public Crawls(
      CheckpointStore store,
      MirrorTree tree,
      Drafts drafts,
      TileBudget budget,
      int requestsPerSecond) {
    this.store = store;
    this.tree = tree;
    this.drafts = drafts;
    this.budget = budget;
    this.requestsPerSecond = requestsPerSecond;
  }

  /** Whether the log has entries and no tiles, and some are not mirrored yet. */
  public boolean areNeeded(@Variable("cycle") Cycle cycle) {
    Backend log = cycle.backend();
    return log.kind() == LogKind.SHARD
        && log.hasTiles()
        && budget.enabled()
        && !state(cycle).complete();
  }

  /**
   * Refuses what would take days, and would be no good to the server.
   *
   * @throws AttestorException with {@code configuration} and the sum
   */
  public void requireSmall(@Variable("cycle") Cycle cycle) {
    LogState state = state(cycle);
    long missing = state.pending().size() - state.covered();
    if (missing <= MOST_UNASKED || budget.anySize()) {
      return;
    }
    long requests = (missing + Crawl.MOST_AT_ONCE - 1) / Crawl.MOST_AT_ONCE;
    double hours = requests / (double) requestsPerSecond / 3600;
    throw new AttestorException(
        Failure.CONFIGURATION,
        "mirrorEntries is for small private logs: %,d entries at %d in a request are %,d requests,"
                .formatted(missing, Crawl.MOST_AT_ONCE, requests)
            + " %,.0f hours at %d a second if the server keeps up"
                .formatted(Math.ceil(hours), requestsPerSecond),
        "leave mirrorEntries out, and the log is followed by its checkpoints; or, if it is yours:"
            + " stella attestor sync --backend "
            + cycle.backend().id()
            + " --yes-i-know");
  }

  /** Begins where an earlier crawl has stopped. */
  public Crawl begin(@Variable("cycle") Cycle cycle) {
    LogState state = state(cycle);
    DraftTree draft = new DraftTree(drafts, tree, cycle.origin(), state.pending(), state.covered());
    return new Crawl(cycle.backend(), draft, cycle.firstIndex());
  }

  /** What to ask for, ten entries at a time. */
  public Iterator<Crawl.Batch> batches(@Variable("crawl") Crawl crawl) {
    List<EntryBundle> missing =
        crawl.draft().bundles().stream()
            .filter(bundle -> drafts.read(crawl.shard().origin(), bundle).isEmpty())
            .toList();
    return crawl.batches(missing);
  }

  /** The question for these. */
  public Request request(@Variable("crawl") Crawl crawl, @Variable("batch") Crawl.Batch batch) {
    return crawl.request(batch);
  }

  /**
   * Keeps what came, in the order of the log, whatever the order of the answer.
   *
   * @throws AttestorException with {@code network} if the server has left some out
   */
  public void keep(
      @Variable("crawl") Crawl crawl, @Variable("batch") Crawl.Batch batch, @Body Fetched fetched) {
    Map<Long, RekorEntry> came =
        fetched.checked(RekorEntry::parse).stream()
            .filter(entry -> entry.tree().equals(Backend.treeId(crawl.shard().id()).orElseThrow()))
            .collect(Collectors.toMap(RekorEntry::index, Function.identity(), (one, same) -> one));
    List<RekorEntry> inOrder =
        LongStream.range(batch.from(), batch.to())
            .mapToObj(came::get)
            .filter(Objects::nonNull)
            .toList();
    List<Long> absent =
        LongStream.range(batch.from(), batch.to())
            .boxed()
            .filter(index -> !came.containsKey(index))
            .toList();
    if (!absent.isEmpty()) {
      crawl.begun().clear();
      throw new AttestorException(
              Failure.NETWORK,
              "the server has left out "
                  + absent.size()
                  + " of "
                  + (batch.to() - batch.from())
                  + " entries, the first of them with index "
                  + absent.get(0),
              "what came before it is kept, and the next cycle asks again")
          .at(fetched.from());
    }
    inOrder.forEach(entry -> crawl.begun().add(entry.body()));
    if (batch.endsBundle()) {
      byte[] content = Entries.of(crawl.begun()).bytes();
      drafts.write(crawl.shard().origin(), batch.bundle(), content);
      crawl.begun().clear();
    }
  }

  /** Draws up the tiles, and sees that they hash to the signed root. */
  public void draw(@Variable("crawl") Crawl crawl) {
    crawl.draft().draw();
  }

  /** What is mirrored needs no draft any more. */
  public void clean(@Variable("cycle") Cycle cycle) {
    if (cycle.backend().kind() == LogKind.SHARD && cycle.backend().hasTiles()) {
      drafts.drop(cycle.origin());
    }
  }

  private LogState state(Cycle cycle) {
    return store.find(cycle.origin()).orElseThrow();
  }
}

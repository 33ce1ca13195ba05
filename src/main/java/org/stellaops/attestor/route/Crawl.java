package org.stellaops.attestor.route;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.DraftTree;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;

/** Getting the entries of a shard, ten at a time: what the steps of the route hand on. */
public final class Crawl {
  /** A server gives no more at once. */
  static final int MOST_AT_ONCE = 10;

  private static final String PATH = "api/v1/log/entries/retrieve";
  private static final int MAX_BYTES = 1 << 24;

  private final Backend shard;
  private final DraftTree draft;
  private final long first;
  private final List<byte[]> begun = new ArrayList<>();

  Crawl(Backend shard, DraftTree draft, long first) {
    this.shard = shard;
    this.draft = draft;
    this.first = first;
  }

  /**
   * A few entries of one bundle.
   *
   * @param bundle the bundle
   * @param from index in the shard of the first of them
   * @param to index after the last
   */
  record Batch(EntryBundle bundle, long from, long to) {
    boolean endsBundle() {
      return to == bundle.index() * Resource.FULL + bundle.width();
    }
  }

  Backend shard() {
    return shard;
  }

  DraftTree draft() {
    return draft;
  }

  /** Entries of the bundle that is being filled. */
  List<byte[]> begun() {
    return begun;
  }

  /** What is to be asked for, in order. */
  Iterator<Batch> batches(List<EntryBundle> missing) {
    return missing.stream().flatMap(Crawl::batches).iterator();
  }

  private static Stream<Batch> batches(EntryBundle bundle) {
    long start = bundle.index() * Resource.FULL;
    long end = start + bundle.width();
    return LongStream.iterate(start, at -> at < end, at -> at + MOST_AT_ONCE)
        .mapToObj(at -> new Batch(bundle, at, Math.min(end, at + MOST_AT_ONCE)));
  }

  /** Index among the entries of all shards, by which the server is asked. */
  long global(long index) {
    return first + index;
  }

  Request request(Batch batch) {
    return ask(
        shard, LongStream.range(batch.from(), batch.to()).map(this::global).boxed().toList());
  }

  /** Asks a server for entries by their indexes among those of all shards. */
  static Request ask(Backend log, List<Long> globalIndexes) {
    return post(
        log,
        "{\"logIndexes\":["
            + globalIndexes.stream().map(String::valueOf).collect(Collectors.joining(","))
            + "]}");
  }

  /** Asks a server for entries by their names. */
  static Request askUuids(Backend log, List<String> uuids) {
    return post(
        log,
        "{\"entryUUIDs\":["
            + uuids.stream().map(uuid -> '"' + uuid + '"').collect(Collectors.joining(","))
            + "]}");
  }

  private static Request post(Backend log, String body) {
    return Request.of(
        Backend.server(log.id()), new Question(PATH, "", Optional.of(body), MAX_BYTES));
  }
}

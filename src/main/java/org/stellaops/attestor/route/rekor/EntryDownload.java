package org.stellaops.attestor.route.rekor;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.lookup.TreeBuilder;
import org.stellaops.attestor.route.fetch.ApiRequest;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;

/** Getting the entries of a shard, ten at a time: what the steps of the route hand on. */
public final class EntryDownload {
  /** A server gives no more at once. */
  static final int MAX_ENTRIES_PER_REQUEST = 10;

  private static final String PATH = "api/v1/log/entries/retrieve";
  private static final int MAX_BYTES = 1 << 24;

  private final Backend shard;
  private final TreeBuilder builder;
  private final long firstIndex;
  private final List<byte[]> partialBundle = new ArrayList<>();

  EntryDownload(Backend shard, TreeBuilder builder, long firstIndex) {
    this.shard = shard;
    this.builder = builder;
    this.firstIndex = firstIndex;
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

  TreeBuilder builder() {
    return builder;
  }

  /** Entries of the bundle that is being filled. */
  List<byte[]> partialBundle() {
    return partialBundle;
  }

  /** What is to be asked for, in order. */
  Iterator<Batch> batches(List<EntryBundle> missing) {
    return missing.stream().flatMap(EntryDownload::batches).iterator();
  }

  private static Stream<Batch> batches(EntryBundle bundle) {
    long start = bundle.index() * Resource.FULL;
    long end = start + bundle.width();
    return LongStream.iterate(start, at -> at < end, at -> at + MAX_ENTRIES_PER_REQUEST)
        .mapToObj(at -> new Batch(bundle, at, Math.min(end, at + MAX_ENTRIES_PER_REQUEST)));
  }

  /** Index among the entries of all shards, by which the server is asked. */
  long globalIndex(long index) {
    return firstIndex + index;
  }

  FetchRequest request(Batch batch) {
    return requestByIndex(
        shard, LongStream.range(batch.from(), batch.to()).map(this::globalIndex).boxed().toList());
  }

  /** Asks a server for entries by their indexes among those of all shards. */
  static FetchRequest requestByIndex(Backend log, List<Long> globalIndexes) {
    return post(
        log,
        "{\"logIndexes\":["
            + globalIndexes.stream().map(String::valueOf).collect(Collectors.joining(","))
            + "]}");
  }

  /** Asks a server for entries by their names. */
  static FetchRequest requestByUuid(Backend log, List<String> uuids) {
    return post(
        log,
        "{\"entryUUIDs\":["
            + uuids.stream().map(uuid -> '"' + uuid + '"').collect(Collectors.joining(","))
            + "]}");
  }

  private static FetchRequest post(Backend log, String body) {
    return FetchRequest.of(
        Backend.serverId(log.id()), new ApiRequest(PATH, "", Optional.of(body), MAX_BYTES));
  }
}

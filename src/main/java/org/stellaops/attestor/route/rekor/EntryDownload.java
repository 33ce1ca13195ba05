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

/** The state of the download of a shard's entries, in the variable {@code entryDownload}. */
public final class EntryDownload {
  /** The server's limit of entries per request. */
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
   * Consecutive entries of one bundle.
   *
   * @param bundle the bundle
   * @param from index of the first in the shard
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

  /** The batches to request, in order. */
  Iterator<Batch> batches(List<EntryBundle> missing) {
    return missing.stream().flatMap(EntryDownload::batches).iterator();
  }

  private static Stream<Batch> batches(EntryBundle bundle) {
    long start = bundle.index() * Resource.FULL;
    long end = start + bundle.width();
    return LongStream.iterate(start, at -> at < end, at -> at + MAX_ENTRIES_PER_REQUEST)
        .mapToObj(at -> new Batch(bundle, at, Math.min(end, at + MAX_ENTRIES_PER_REQUEST)));
  }

  /** The request for a batch; the server needs indexes across all shards. */
  FetchRequest request(Batch batch) {
    LongStream indexes = LongStream.range(firstIndex + batch.from(), firstIndex + batch.to());
    return requestByIndex(shard, indexes.boxed().toList());
  }

  /** A request for entries by their indexes across all shards. */
  static FetchRequest requestByIndex(Backend log, List<Long> globalIndexes) {
    return post(log, "logIndexes", globalIndexes.stream().map(String::valueOf));
  }

  /** A request for entries by their UUIDs. */
  static FetchRequest requestByUuid(Backend log, List<String> uuids) {
    return post(log, "entryUUIDs", uuids.stream().map(uuid -> '"' + uuid + '"'));
  }

  private static FetchRequest post(Backend log, String field, Stream<String> values) {
    String body = values.collect(Collectors.joining(",", "{\"" + field + "\":[", "]}"));
    return FetchRequest.of(
        Backend.serverId(log.id()), new ApiRequest(PATH, "", Optional.of(body), MAX_BYTES));
  }
}

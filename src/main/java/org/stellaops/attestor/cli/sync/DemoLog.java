package org.stellaops.attestor.cli.sync;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Rfc6962;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHashes;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;
import org.stellaops.attestor.web.BrowserCheck;

/**
 * The transparency log of the demo: entries in memory, a key that is generated at the start, and a
 * server for c2sp.org/tlog-tiles on the loopback address. Thread-safe.
 */
final class DemoLog implements AutoCloseable {
  private static final int THREADS = 4;
  private static final BrowserCheck CHECK = BrowserCheck.of("localhost", "", "");

  private final Origin origin;
  private final NoteSigner signer;
  private final List<byte[]> entries = new ArrayList<>();
  private final List<Hash> leafHashes = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final HttpServer server;

  /** Starts to serve an empty log on a free port. */
  DemoLog(String origin) throws IOException {
    this.origin = new Origin(origin);
    try {
      this.signer =
          NoteSigner.of(origin, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
    }
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Appends entries, numbered from the current size on. */
  synchronized void append(long count) {
    for (long i = 0; i < count; i++) {
      byte[] entry = Long.toString(size()).getBytes(StandardCharsets.US_ASCII);
      entries.add(entry);
      leafHashes.add(Rfc6962.leaf(entry));
    }
  }

  /** Number of entries. */
  synchronized long size() {
    return entries.size();
  }

  /** The key that signs the checkpoints. */
  VerifierKey key() {
    return signer.key();
  }

  /** The prefix of all paths, with a slash at the end. */
  URI url() {
    InetSocketAddress address = server.getAddress();
    return URI.create(
        "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (CHECK.refusal(exchange.getRequestHeaders()::getFirst, false).isPresent()) {
        exchange.sendResponseHeaders(403, -1);
        return;
      }
      Optional<byte[]> content = content(exchange.getRequestURI().getPath().substring(1));
      exchange.sendResponseHeaders(
          content.isPresent() ? 200 : 404, content.map(bytes -> (long) bytes.length).orElse(-1L));
      if (content.isPresent()) {
        exchange.getResponseBody().write(content.get());
      }
    }
  }

  private synchronized Optional<byte[]> content(String path) {
    if (path.equals(Checkpoint.PATH)) {
      return Optional.of(checkpoint());
    }
    try {
      Resource resource = Resource.parse(path);
      if (!new TreeShape(size()).covers(resource)) {
        return Optional.empty();
      }
      return Optional.of(
          resource instanceof Tile tile ? hashes(tile).bytes() : bundle((EntryBundle) resource));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private byte[] checkpoint() {
    TreeHead head = new TreeHead(size(), new TreeHashes(this::hashes).root(size()));
    String text = new Checkpoint(origin, head, List.of()).text();
    return SignedNote.of(text, List.of(signer.sign(text))).raw();
  }

  private byte[] bundle(EntryBundle bundle) {
    int first = Math.toIntExact(bundle.index() * Resource.FULL);
    return Entries.of(entries.subList(first, first + bundle.width())).bytes();
  }

  /** The hashes of a tile; those above level 0 are the roots of full tiles one level below. */
  private TileHashes hashes(Tile tile) {
    long first = tile.index() * Resource.FULL;
    return TileHashes.of(
        IntStream.range(0, tile.width())
            .mapToObj(i ->
                tile.level() == 0
                    ? leafHashes.get(Math.toIntExact(first + i))
                    : hashes(Tile.full(tile.level() - 1, first + i)).root())
            .toList());
  }

  /** Closes all connections and frees the port. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

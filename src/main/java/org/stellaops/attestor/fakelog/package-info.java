/**
 * Logs of our own, for the demonstration, the benchmark and the tests.
 *
 * <p>A fake log is a real <a href="https://c2sp.org/tlog-tiles">tlog-tiles</a> log in every byte
 * that it serves. What makes it fake is that everything follows from its name and from the calls
 * that were made to it, the private key included, and that it lies when it is told to:
 *
 * <pre>
 *   FakeLog log = FakeLog.named("demo.example").grow(300);
 *   try (FakeLogServer server = FakeLogServer.start(log)) {
 *     // GET &lt;server.url()&gt;checkpoint     a signed note of size 300
 *     // GET &lt;server.url()&gt;tile/0/001.p/44   its last partial tile; no other width exists
 *     log.tamper(Tile.full(0, 0));           // one bit of that tile is wrong from now on
 *     server.serve(log.fork(200).grow(100)); // same key, same size, another history
 *     server.trouble("checkpoint", 2, Trouble.status(429, Map.of("Retry-After", "1")));
 *   }
 * </pre>
 *
 * <p>Entry {@code i} is the number {@code i} in ASCII decimal, unless the log is given other
 * entries. A log has the partial files of exactly those sizes at which it has signed a checkpoint,
 * and answers 404 for every other width, so that a reader who guesses is found out.
 *
 * <p>There are two forms. {@link org.stellaops.attestor.fakelog.FakeLog} keeps all hashes in memory
 * and makes entries when they are asked for: a million entries take 32 MB. {@link
 * org.stellaops.attestor.fakelog.FakeLogFiles} writes a log of any size as static files, which
 * {@link org.stellaops.attestor.fakelog.TreeServer} serves fast.
 *
 * <p>{@link org.stellaops.attestor.fakelog.FakeRekor} is a Rekor v1 server of the same kind: shards
 * under one key, answers in JSON, and no tiles.
 *
 * <p>Nothing here is secret or safe. Servers bind to the loopback address only.
 */
@NullMarked
package org.stellaops.attestor.fakelog;

import org.jspecify.annotations.NullMarked;

/**
 * Transparency logs that run in this process, for the demo, the tests and the benchmarks.
 *
 * <p>A {@link org.stellaops.attestor.testlog.FakeLog} is a real <a
 * href="https://c2sp.org/tlog-tiles">tlog-tiles</a> log in every byte that it serves. Its private
 * key, entries and checkpoints follow from its name and from the calls made to it, and it serves
 * wrong data on request:
 *
 * <pre>
 *   FakeLog log = FakeLog.named("demo.example").grow(300);
 *   try (FakeLogServer server = FakeLogServer.start(log)) {
 *     // GET &lt;server.url()&gt;checkpoint       a signed note of size 300
 *     // GET &lt;server.url()&gt;tile/0/001.p/44  its last partial tile; no other width exists
 *     log.tamper(Tile.full(0, 0));           // one bit of that tile is wrong from now on
 *     server.serve(log.fork(200).grow(100)); // same key, same size, different history
 *     server.injectFault("checkpoint", 2, FaultInjection.status(429, Map.of("Retry-After", "1")));
 *   }
 * </pre>
 *
 * <p>Entry {@code i} is the number {@code i} in ASCII decimal, unless the log is given other
 * entries. A log has the partial files of exactly those sizes at which it has signed a checkpoint,
 * and responds with 404 to every other width, so that a client that guesses widths fails.
 *
 * <p>A log keeps all hashes in memory and creates entries on request; a million entries take 32 MB.
 * Logs of any size as static files, a fake Rekor v1 server and entry generators are in the test
 * sources, in a package of the same name.
 *
 * <p>Nothing here is secret or safe; servers bind to the loopback address only. This package may
 * use {@code tlog}, {@code note} and {@code checkpoint}.
 */
@NullMarked
package org.stellaops.attestor.testlog;

import org.jspecify.annotations.NullMarked;

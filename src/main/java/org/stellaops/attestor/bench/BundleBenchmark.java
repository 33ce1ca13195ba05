package org.stellaops.attestor.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.fakelog.RandomEntries;

/**
 * Export and import beside tar, gzip and zstd, in turns.
 *
 * @param home of the program: where {@code bin} is
 * @param directory for the log and everything that is written
 * @param entries of the log
 * @param entry what each is like
 * @param runs rounds, at least 1
 * @param javaOptions of the program
 */
record BundleBenchmark(
    Path home, Path directory, long entries, RandomEntries entry, int runs, String javaOptions) {
  private static final int CONNECTIONS = 8;
  private static final String ROW = "%-6s  %-26s %8s %8s %8s %9s %7s %8s";
  private static final String RATIO = "%-44s %7s %7s %7s %8s %6s";

  void run(PrintWriter out) throws IOException, InterruptedException {
    String name = entry.random() == entry.length() ? "log" : "log-" + entry.random();
    BenchLog log = BenchLog.in(directory, name, entries, entry);
    print(
        out,
        "log      %,d entries of %,d bytes, %,d of them random, in %s",
        entries,
        entry.length(),
        entry.random(),
        log.directory());
    print(out, "machine  %s", Machine.describe("tar, gzip and zstd of the system"));
    try (Workspace workspace = Workspace.in(directory)) {
      Path store = workspace.fresh("store");
      Mirror mirror =
          new Mirror(launcher(), javaOptions, CONNECTIONS, store, workspace.fresh("source"));
      try (ServedLogs server = ServedLogs.start(directory)) {
        mirror.requireSame(log, mirror.sync(log, Optional.empty(), server));
      }
      Round round = new Round(log, workspace, mirror, store);
      print(out, "");
      print(out, ROW, "round", "", "seconds", "flush s", "MB/s", "file MB", "peak MB", "start s");
      Map<Carrier, List<Double>> seconds = new EnumMap<>(Carrier.class);
      Map<Carrier, List<Double>> durable = new EnumMap<>(Carrier.class);
      for (int number = 1; number <= runs; number++) {
        for (Carrier who : order(number)) {
          Round.Measured measured = round.run(who, number);
          seconds.computeIfAbsent(who, same -> new ArrayList<>()).add(measured.seconds());
          durable
              .computeIfAbsent(who, same -> new ArrayList<>())
              .add(measured.seconds() + measured.flush());
          print(
              out,
              ROW,
              number,
              who.title(),
              decimal(2, measured.seconds()),
              decimal(2, measured.flush()),
              decimal(0, round.bytes() / 1e6 / measured.seconds()),
              decimal(1, measured.bundleBytes() / 1e6),
              decimal(0, measured.peakBytes() / 1e6),
              decimal(1, measured.start().toMillis() / 1e3));
        }
      }
      print(out, "");
      print(out, RATIO, "medians", "ratio", "least", "most", "on disk", "aim");
      ratio(out, seconds, durable, Carrier.EXPORT_GZIP, Carrier.TAR_GZIP, "0.67");
      ratio(out, seconds, durable, Carrier.EXPORT_ZSTD, Carrier.TAR_ZSTD, "1.3");
      ratio(out, seconds, durable, Carrier.IMPORT_GZIP, Carrier.UNTAR_GZIP, "1.5");
      ratio(out, seconds, durable, Carrier.IMPORT_ZSTD, Carrier.UNTAR_ZSTD, "1.5");
    }
  }

  /** Packing comes before unpacking; who of two is first changes from round to round. */
  private static List<Carrier> order(int round) {
    List<Carrier> order = new ArrayList<>();
    List<Carrier> all = List.of(Carrier.values());
    for (int i = 0; i < all.size(); i += 2) {
      List<Carrier> pair = new ArrayList<>(all.subList(i, i + 2));
      Collections.rotate(pair, round - 1);
      order.addAll(pair);
    }
    return order;
  }

  private Path launcher() {
    return home.resolve("bin/stella");
  }

  /** Ours is on disk when it says that it is done; theirs is so only after a flush. */
  private static void ratio(
      PrintWriter out,
      Map<Carrier, List<Double>> seconds,
      Map<Carrier, List<Double>> durable,
      Carrier ours,
      Carrier theirs,
      String aim) {
    Spread mine = Spread.of(seconds.getOrDefault(ours, List.of()));
    Spread other = Spread.of(seconds.getOrDefault(theirs, List.of()));
    Spread flushed = Spread.of(durable.getOrDefault(theirs, List.of()));
    print(
        out,
        RATIO,
        ours.title() + " / " + theirs.title(),
        decimal(2, mine.median() / other.median()),
        decimal(2, mine.least() / other.least()),
        decimal(2, mine.most() / other.most()),
        decimal(2, mine.median() / flushed.median()),
        aim);
  }

  private static void print(PrintWriter out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).stripTrailing());
    out.flush();
  }

  private static String decimal(int digits, double number) {
    return String.format(Locale.ROOT, "%,." + digits + "f", number);
  }

  /** Runs one of them and looks at the result before the time counts. */
  private final class Round {
    private final BenchLog log;
    private final Workspace workspace;
    private final Mirror source;
    private final Path store;
    private final long bytes;

    Round(BenchLog log, Workspace workspace, Mirror source, Path store) throws IOException {
      this.log = log;
      this.workspace = workspace;
      this.source = source;
      this.store = store;
      this.bytes = log.bytes(log.paths());
    }

    /**
     * What was measured.
     *
     * @param seconds of the work itself
     * @param flush seconds until it is on disk, which is part of our own work
     * @param bundleBytes length of the file that was written or read
     * @param peakBytes memory of the process; of a pipe only the shell's
     * @param start what the process took besides
     */
    record Measured(
        double seconds, double flush, long bundleBytes, long peakBytes, Duration start) {}

    long bytes() {
      return bytes;
    }

    Measured run(Carrier who, int number) throws IOException, InterruptedException {
      flush();
      return switch (who) {
        case EXPORT_GZIP -> export(bundle(Carrier.EXPORT_GZIP, number, ".tar.gz"));
        case EXPORT_ZSTD -> export(bundle(Carrier.EXPORT_ZSTD, number, ".tar.zst"));
        case TAR_GZIP -> pack("gzip -1", bundle(who, number, ".tar.gz"));
        case TAR_ZSTD -> pack("zstd -1 -q", bundle(who, number, ".tar.zst"));
        case IMPORT_GZIP -> take(who, number, bundle(Carrier.EXPORT_GZIP, number, ".tar.gz"));
        case IMPORT_ZSTD -> take(who, number, bundle(Carrier.EXPORT_ZSTD, number, ".tar.zst"));
        case UNTAR_GZIP ->
            unpack("gzip -dc", who, number, bundle(Carrier.EXPORT_GZIP, number, ".tar.gz"));
        case UNTAR_ZSTD ->
            unpack("zstd -dc -q", who, number, bundle(Carrier.EXPORT_ZSTD, number, ".tar.zst"));
      };
    }

    private Path bundle(Carrier who, int number, String suffix) {
      return workspace.directory().resolve(who.name(number) + suffix);
    }

    private Measured export(Path bundle) throws IOException, InterruptedException {
      Side side = new Side(launcher(), javaOptions, source.directory().resolve("attestor.yaml"));
      return measured(side.export(bundle), bundle);
    }

    private Measured take(Carrier who, int number, Path bundle)
        throws IOException, InterruptedException {
      Path fresh = workspace.fresh(who.name(number));
      Side side = Side.isolated(launcher(), javaOptions, log.identity(), store, fresh);
      Side.Run run = side.importBundle(bundle, fresh.resolve("receipt.json"));
      new Copy(fresh.resolve("tiles").resolve(log.identity().origin().directory()))
          .requireSame(log, log.paths());
      return measured(run, bundle);
    }

    private Measured measured(Side.Run run, Path bundle) throws IOException {
      return new Measured(
          run.work().toNanos() / 1e9,
          0,
          Files.size(bundle),
          run.usage().peakBytes(),
          run.usage().wall().minus(run.work()));
    }

    private Measured pack(String compressor, Path target) throws IOException, InterruptedException {
      Path tree = source.directory().resolve("tiles").resolve(log.identity().origin().directory());
      return shell("tar -cf - -C '" + tree + "' . | " + compressor + " > '" + target + "'", target);
    }

    private Measured unpack(String unpacker, Carrier who, int number, Path bundle)
        throws IOException, InterruptedException {
      Path fresh = workspace.fresh(who.name(number));
      return shell(unpacker + " '" + bundle + "' | tar -xf - -C '" + fresh + "'", bundle);
    }

    private Measured shell(String command, Path bundle) throws IOException, InterruptedException {
      Path said = workspace.directory().resolve("shell.said");
      Usage usage = new Program(List.of("sh", "-c", command), Map.of(), said, said).run();
      return new Measured(
          usage.wall().toNanos() / 1e9,
          flush(),
          Files.size(bundle),
          usage.peakBytes(),
          Duration.ZERO);
    }

    /** Has everything on disk, so that nobody pays for the one before; gives the seconds of it. */
    private double flush() throws IOException, InterruptedException {
      Path said = workspace.directory().resolve("sync.said");
      return new Program(List.of("sync"), Map.of(), said, said).run().wall().toNanos() / 1e9;
    }
  }
}

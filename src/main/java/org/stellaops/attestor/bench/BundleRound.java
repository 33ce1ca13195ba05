package org.stellaops.attestor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stellaops.attestor.checkpoint.LogIdentity;

/**
 * Runs one who packs or unpacks, and looks at the result before the time counts.
 *
 * @param launcher {@code bin/stella}
 * @param javaOptions of the program
 * @param log what is packed
 * @param warmUp what a warm process packs, or unpacks, before it
 * @param workspace for all that is written
 * @param source the mirror of both
 */
record BundleRound(
    Path launcher,
    String javaOptions,
    BenchLog log,
    BenchLog warmUp,
    Workspace workspace,
    Mirror source) {

  /**
   * What was measured.
   *
   * @param seconds of the work itself
   * @param flush seconds until it is on disk, which is part of our own work
   * @param bundleBytes length of the file that was written or read
   * @param peakBytes memory of the process; of a pipe only the shell's
   * @param start what the process took besides
   */
  record Measured(double seconds, double flush, long bundleBytes, long peakBytes, Duration start) {}

  Measured run(Carrier who, int number) throws IOException, InterruptedException {
    workspace.flush();
    return switch (who) {
      case EXPORT_GZIP -> export(List.of(), bundle(who, number, ".tar.gz"));
      case EXPORT_ZSTD -> export(List.of(), bundle(who, number, ".tar.zst"));
      case EXPORT_GZIP_WARM -> export(before(".tar.gz"), bundle(who, number, ".tar.gz"));
      case EXPORT_ZSTD_WARM -> export(before(".tar.zst"), bundle(who, number, ".tar.zst"));
      case TAR_GZIP -> pack("gzip -1", bundle(who, number, ".tar.gz"));
      case TAR_ZSTD -> pack("zstd -1 -q", bundle(who, number, ".tar.zst"));
      case IMPORT_GZIP -> take(who, number, List.of(), exported(number, ".tar.gz"));
      case IMPORT_ZSTD -> take(who, number, List.of(), exported(number, ".tar.zst"));
      case IMPORT_GZIP_WARM ->
          take(who, number, List.of(warmUp(".tar.gz")), exported(number, ".tar.gz"));
      case IMPORT_ZSTD_WARM ->
          take(who, number, List.of(warmUp(".tar.zst")), exported(number, ".tar.zst"));
      case UNTAR_GZIP -> unpack("gzip -dc", who, number, exported(number, ".tar.gz"));
      case UNTAR_ZSTD -> unpack("zstd -dc -q", who, number, exported(number, ".tar.zst"));
    };
  }

  private Path bundle(Carrier who, int number, String suffix) {
    return workspace.directory().resolve(who.name(number) + suffix);
  }

  private Path exported(int number, String suffix) {
    boolean gzip = suffix.equals(".tar.gz");
    return bundle(gzip ? Carrier.EXPORT_GZIP : Carrier.EXPORT_ZSTD, number, suffix);
  }

  private Path warmUp(String suffix) {
    return workspace.directory().resolve("warm-up" + suffix);
  }

  private List<Side.Export> before(String suffix) {
    return List.of(new Side.Export(BenchLog.WARM_UP, warmUp(suffix)));
  }

  private Measured export(List<Side.Export> before, Path bundle)
      throws IOException, InterruptedException {
    Side side = new Side(launcher, javaOptions, source.directory().resolve("attestor.yaml"));
    return measured(side.export(before, new Side.Export(Mirror.BACKEND, bundle)), bundle);
  }

  private Measured take(Carrier who, int number, List<Path> before, Path bundle)
      throws IOException, InterruptedException {
    Path fresh = workspace.fresh(who.name(number));
    Map<String, LogIdentity> logs = new LinkedHashMap<>();
    logs.put(BenchLog.WARM_UP, warmUp.identity());
    logs.put(Mirror.BACKEND, log.identity());
    Side side = Side.isolated(launcher, javaOptions, logs, source.store(), fresh);
    Side.Run run = side.importBundle(before, bundle, fresh.resolve("receipts"));
    new Copy(fresh.resolve("tiles").resolve(log.identity().origin().directory()))
        .requireSame(log, log.paths());
    return measured(run, bundle);
  }

  private static Measured measured(Side.Run run, Path bundle) throws IOException {
    return new Measured(
        run.work().toNanos() / 1e9,
        0,
        Files.size(bundle),
        run.usage().peakBytes(),
        run.usage().wall().minus(run.work()));
  }

  private Measured pack(String compressor, Path target) throws IOException, InterruptedException {
    Path tree = source.tree(log);
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
        workspace.flush().toNanos() / 1e9,
        Files.size(bundle),
        usage.peakBytes(),
        Duration.ZERO);
  }
}

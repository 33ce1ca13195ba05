package org.stellaops.attestor.benchmark.airgap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stellaops.attestor.benchmark.fixture.BenchmarkLog;
import org.stellaops.attestor.benchmark.fixture.BenchmarkMirror;
import org.stellaops.attestor.benchmark.fixture.OutputTree;
import org.stellaops.attestor.benchmark.measure.MeasuredProcess;
import org.stellaops.attestor.benchmark.measure.ResourceUsage;
import org.stellaops.attestor.benchmark.measure.Workspace;
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
    BenchmarkLog log,
    BenchmarkLog warmUp,
    Workspace workspace,
    BenchmarkMirror source) {

  /**
   * What was measured.
   *
   * @param seconds of the work itself
   * @param flush seconds until it is on disk, which is part of our own work
   * @param bundleBytes length of the file that was written or read
   * @param peakBytes memory of the process; of a pipe only the shell's
   * @param start what the process took besides
   */
  record Measurement(
      double seconds, double flush, long bundleBytes, long peakBytes, Duration start) {}

  Measurement run(ArchiveTool tool, int round) throws IOException, InterruptedException {
    workspace.flush();
    return switch (tool) {
      case EXPORT_GZIP -> export(List.of(), bundle(tool, round, ".tar.gz"));
      case EXPORT_ZSTD -> export(List.of(), bundle(tool, round, ".tar.zst"));
      case EXPORT_GZIP_WARM -> export(warmUpExport(".tar.gz"), bundle(tool, round, ".tar.gz"));
      case EXPORT_ZSTD_WARM -> export(warmUpExport(".tar.zst"), bundle(tool, round, ".tar.zst"));
      case TAR_GZIP -> pack("gzip -1", bundle(tool, round, ".tar.gz"));
      case TAR_ZSTD -> pack("zstd -1 -q", bundle(tool, round, ".tar.zst"));
      case IMPORT_GZIP -> importBundle(tool, round, List.of(), exportedBundle(round, ".tar.gz"));
      case IMPORT_ZSTD -> importBundle(tool, round, List.of(), exportedBundle(round, ".tar.zst"));
      case IMPORT_GZIP_WARM ->
          importBundle(tool, round, List.of(warmUp(".tar.gz")), exportedBundle(round, ".tar.gz"));
      case IMPORT_ZSTD_WARM ->
          importBundle(tool, round, List.of(warmUp(".tar.zst")), exportedBundle(round, ".tar.zst"));
      case UNTAR_GZIP -> unpack("gzip -dc", tool, round, exportedBundle(round, ".tar.gz"));
      case UNTAR_ZSTD -> unpack("zstd -dc -q", tool, round, exportedBundle(round, ".tar.zst"));
    };
  }

  private Path bundle(ArchiveTool tool, int round, String suffix) {
    return workspace.directory().resolve(tool.fileName(round) + suffix);
  }

  private Path exportedBundle(int round, String suffix) {
    boolean gzip = suffix.equals(".tar.gz");
    return bundle(gzip ? ArchiveTool.EXPORT_GZIP : ArchiveTool.EXPORT_ZSTD, round, suffix);
  }

  private Path warmUp(String suffix) {
    return workspace.directory().resolve("warm-up" + suffix);
  }

  private List<AirGapSide.Export> warmUpExport(String suffix) {
    return List.of(new AirGapSide.Export(BenchmarkLog.WARM_UP, warmUp(suffix)));
  }

  private Measurement export(List<AirGapSide.Export> warmUps, Path bundle)
      throws IOException, InterruptedException {
    AirGapSide side =
        new AirGapSide(launcher, javaOptions, source.directory().resolve("attestor.yaml"));
    return toMeasurement(
        side.export(warmUps, new AirGapSide.Export(BenchmarkMirror.BACKEND, bundle)), bundle);
  }

  private Measurement importBundle(ArchiveTool tool, int round, List<Path> warmUps, Path bundle)
      throws IOException, InterruptedException {
    Path directory = workspace.createDirectory(tool.fileName(round));
    Map<String, LogIdentity> logs = new LinkedHashMap<>();
    logs.put(BenchmarkLog.WARM_UP, warmUp.identity());
    logs.put(BenchmarkMirror.BACKEND, log.identity());
    AirGapSide side = AirGapSide.isolated(launcher, javaOptions, logs, source.store(), directory);
    AirGapSide.CommandRun run = side.importBundle(warmUps, bundle, directory.resolve("receipts"));
    new OutputTree(directory.resolve("tiles").resolve(log.identity().origin().directory()))
        .requireIdentical(log, log.paths());
    return toMeasurement(run, bundle);
  }

  private static Measurement toMeasurement(AirGapSide.CommandRun run, Path bundle)
      throws IOException {
    return new Measurement(
        run.work().toNanos() / 1e9,
        0,
        Files.size(bundle),
        run.usage().peakBytes(),
        run.usage().wall().minus(run.work()));
  }

  private Measurement pack(String compressor, Path target)
      throws IOException, InterruptedException {
    Path tree = source.tree(log);
    return shell("tar -cf - -C '" + tree + "' . | " + compressor + " > '" + target + "'", target);
  }

  private Measurement unpack(String unpacker, ArchiveTool tool, int round, Path bundle)
      throws IOException, InterruptedException {
    Path directory = workspace.createDirectory(tool.fileName(round));
    return shell(unpacker + " '" + bundle + "' | tar -xf - -C '" + directory + "'", bundle);
  }

  private Measurement shell(String command, Path bundle) throws IOException, InterruptedException {
    Path output = workspace.directory().resolve("shell.said");
    ResourceUsage usage =
        new MeasuredProcess(List.of("sh", "-c", command), Map.of(), output, output).run();
    return new Measurement(
        usage.wall().toNanos() / 1e9,
        workspace.flush().toNanos() / 1e9,
        Files.size(bundle),
        usage.peakBytes(),
        Duration.ZERO);
  }
}

package org.stellaops.attestor.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.stellaops.attestor.app.BackendReader;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.AuditReport;
import org.stellaops.attestor.mirror.AuditWatch;
import org.stellaops.attestor.mirror.MirrorAudit;

/**
 * A process that checks one mirror after the other, as a daemon that audits every day, and says of
 * each how long it took: {@code VerifyTwice CONFIG BACKEND...} prints {@code {"seconds": 0.61,
 * "cpuSeconds": 1.17}} for each backend.
 */
public final class VerifyTwice {
  /** Temporary files are left over if they are older than this; here are none. */
  private static final Instant NO_FILE_IS_LEFT_OVER = Instant.EPOCH;

  private VerifyTwice() {}

  /** Checks the backends of a configuration in this order. */
  public static void main(String[] arguments) {
    Path config = Path.of(arguments[0]).toAbsolutePath();
    Path directory = Objects.requireNonNull(config.getParent());
    Settings settings = new SettingsLoader(directory, directory).load(config);
    try (Store store = Store.toLook(settings)) {
      for (int i = 1; i < arguments.length; i++) {
        System.out.println(check(settings, store, arguments[i]));
      }
    }
  }

  private static String check(Settings settings, Store store, String id) {
    long begin = System.nanoTime();
    Duration before = cpu();
    AuditReport report =
        new MirrorAudit(store.checkpoints(), Store.tree(settings), AuditWatch.SILENT, true)
            .run(BackendReader.read(settings, id), NO_FILE_IS_LEFT_OVER);
    Duration cpu = cpu().minus(before);
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (!report.good()) {
      throw new AttestorException(Failure.BAD_TILE, "wrong result: a good mirror is found bad");
    }
    return String.format(
        Locale.ROOT, "{\"seconds\": %.3f, \"cpuSeconds\": %.3f}", seconds, cpu.toNanos() / 1e9);
  }

  /** What this process has worked on all processors, optimizing by Java and all. */
  private static Duration cpu() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? Duration.ofNanos(system.getProcessCpuTime())
        : Duration.ZERO;
  }
}

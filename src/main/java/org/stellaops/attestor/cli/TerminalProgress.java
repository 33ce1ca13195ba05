package org.stellaops.attestor.cli;

import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.mirror.audit.AuditListener;
import org.stellaops.attestor.route.airgap.BundleListener;
import org.stellaops.attestor.route.sync.SyncListener;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A progress bar on standard error: amount, bytes, rate and remaining time. It is drawn only if
 * standard error is a terminal and {@code --quiet} is not given. Methods may be called from any
 * thread.
 */
public final class TerminalProgress implements SyncListener, BundleListener, AutoCloseable {
  private static final int REFRESH_MILLIS = 200;

  private final boolean visible;
  private final LongAdder bytes = new LongAdder();
  private final LongAdder entryBundles = new LongAdder();
  private final LongAdder leafTiles = new LongAdder();
  private @Nullable ProgressBar bar;

  public TerminalProgress(CommandSpec command) {
    this.visible = StandardStreams.isStderrTerminal() && !GlobalOptions.isQuiet(command);
  }

  @Override
  public void onStart(String backend, long amount) {
    start(backend, amount, " tiles");
  }

  @Override
  public void onWritten(String backend, Resource resource, long size) {
    bytes.add(size);
    if (resource instanceof EntryBundle) {
      entryBundles.increment();
    } else if (resource instanceof Tile tile && tile.level() == 0) {
      leafTiles.increment();
    }
    // an entry bundle and the tile that is computed from it are one step
    stepTo(Math.max(entryBundles.sum(), leafTiles.sum()));
  }

  @Override
  public void onStart(Path bundle, long files) {
    start(String.valueOf(bundle.getFileName()), files, " files");
  }

  @Override
  public void onProgress(int files) {
    step(files);
  }

  /** Returns a listener for the audit of one backend. */
  public AuditListener forAudit(String backend) {
    return new AuditListener() {
      @Override
      public void onStart(long amount) {
        start(backend, amount, " tiles");
      }

      @Override
      public void onRead(long length) {
        bytes.add(length);
      }

      @Override
      public void onChecked() {
        step(1);
      }
    };
  }

  /** Removes the bar. The next start shows a new one. */
  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  private synchronized void start(String task, long amount, String unit) {
    close();
    bytes.reset();
    entryBundles.reset();
    leafTiles.reset();
    if (visible && amount > 0) {
      ProgressBarBuilder builder =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(amount)
              .setUnit(unit, 1)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REFRESH_MILLIS)
              .setConsumer(
                  new ConsoleProgressBarConsumer(System.err, StandardStreams.columns() - 1));
      bar = (isNarrow() ? builder.hideEta() : builder.showSpeed()).build();
    }
  }

  private synchronized void step(int count) {
    if (bar != null) {
      stepTo(bar.getCurrent() + count);
    }
  }

  /** Shows this amount, at most the total: the bar would raise the total silently. */
  private synchronized void stepTo(long amount) {
    if (bar != null) {
      if (bytes.sum() > 0 && !isNarrow()) {
        bar.setExtraMessage(" " + Format.bytes(bytes.sum()));
      }
      bar.stepTo(Math.min(amount, bar.getMax()));
    }
  }

  /** Whether there is room for the bar and the amount only. */
  private static boolean isNarrow() {
    return StandardStreams.columns() < 60;
  }
}

package org.stellaops.attestor.cli;

import java.util.concurrent.atomic.LongAdder;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.mirror.AuditWatch;
import picocli.CommandLine.Model.CommandSpec;

/** A bar on the terminal: bundles checked, bytes read, rate. On anything else: nothing. */
final class AuditProgress implements AuditWatch, AutoCloseable {
  private static final int REFRESH_MILLIS = 200;

  private final String backend;
  private final boolean watched;
  private final LongAdder bytes = new LongAdder();
  private volatile @Nullable ProgressBar bar;

  AuditProgress(String backend, CommandSpec command) {
    this.backend = backend;
    this.watched = Terminal.showsErrors() && !Stella.isQuiet(command);
  }

  @Override
  public void begin(long amount) {
    close();
    bytes.reset();
    if (watched && amount > 0) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(backend)
              .setInitialMax(amount)
              .setUnit(" tiles", 1)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REFRESH_MILLIS)
              .setConsumer(new ConsoleProgressBarConsumer(System.err))
              .showSpeed()
              .build();
    }
  }

  @Override
  public void read(long length) {
    bytes.add(length);
  }

  @Override
  public void checked() {
    ProgressBar drawn = bar;
    if (drawn != null) {
      drawn.setExtraMessage(Words.bytes(bytes.sum()));
      drawn.step();
    }
  }

  /** Ends the bar. */
  @Override
  public void close() {
    ProgressBar drawn = bar;
    if (drawn != null) {
      drawn.close();
      bar = null;
    }
  }
}

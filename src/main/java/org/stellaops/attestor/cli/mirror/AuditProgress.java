package org.stellaops.attestor.cli.mirror;

import java.util.concurrent.atomic.LongAdder;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.GlobalOptions;
import org.stellaops.attestor.cli.StandardStreams;
import org.stellaops.attestor.mirror.audit.AuditListener;
import picocli.CommandLine.Model.CommandSpec;

/** A bar on the terminal: bundles checked, bytes read, rate. On anything else: nothing. */
final class AuditProgress implements AuditListener, AutoCloseable {
  private static final int REFRESH_MILLIS = 200;

  private final String backend;
  private final boolean visible;
  private final LongAdder bytes = new LongAdder();
  private volatile @Nullable ProgressBar bar;

  AuditProgress(String backend, CommandSpec command) {
    this.backend = backend;
    this.visible = StandardStreams.isStderrTerminal() && !GlobalOptions.isQuiet(command);
  }

  @Override
  public void onStart(long amount) {
    close();
    bytes.reset();
    if (visible && amount > 0) {
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
  public void onRead(long length) {
    bytes.add(length);
  }

  @Override
  public void onChecked() {
    ProgressBar current = bar;
    if (current != null) {
      current.setExtraMessage(Format.bytes(bytes.sum()));
      current.step();
    }
  }

  /** Ends the bar. */
  @Override
  public void close() {
    ProgressBar current = bar;
    if (current != null) {
      current.close();
      bar = null;
    }
  }
}

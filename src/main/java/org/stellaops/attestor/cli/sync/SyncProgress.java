package org.stellaops.attestor.cli.sync;

import java.util.concurrent.atomic.LongAdder;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.GlobalOptions;
import org.stellaops.attestor.cli.StandardStreams;
import org.stellaops.attestor.route.sync.SyncListener;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import picocli.CommandLine.Model.CommandSpec;

/** A bar on the terminal: tiles, bytes, rate, time that remains. On anything else: nothing. */
final class SyncProgress implements SyncListener, AutoCloseable {
  private static final int REFRESH_MILLIS = 200;

  private final boolean onTerminal;
  private final LongAdder bytes = new LongAdder();
  private @Nullable ProgressBar bar;

  private SyncProgress(boolean onTerminal) {
    this.onTerminal = onTerminal;
  }

  /** Draws on standard error if that is a terminal and somebody may want to see it. */
  static SyncProgress onTerminal(CommandSpec command) {
    return new SyncProgress(StandardStreams.isStderrTerminal() && !GlobalOptions.isQuiet(command));
  }

  @Override
  public synchronized void onStart(String backend, long amount) {
    end();
    if (onTerminal && amount > 0) {
      bytes.reset();
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
  public synchronized void onWritten(String backend, Resource resource, long size) {
    bytes.add(size);
    if (bar != null) {
      bar.setExtraMessage(Format.bytes(bytes.sum()));
      if (isCounted(resource)) {
        bar.step();
      }
    }
  }

  /** Ends the bar of this backend. */
  synchronized void end() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public void close() {
    end();
  }

  /** A bundle counts once, and not again for the level-0 tile that follows from it. */
  private static boolean isCounted(Resource resource) {
    return resource instanceof EntryBundle || resource instanceof Tile tile && tile.level() == 0;
  }
}

package org.stellaops.attestor.cli.airgap;

import java.nio.file.Path;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.cli.GlobalOptions;
import org.stellaops.attestor.cli.StandardStreams;
import org.stellaops.attestor.route.airgap.BundleListener;
import picocli.CommandLine.Model.CommandSpec;

/** A bar on the terminal: files of the bundle, rate, time that remains. Elsewhere nothing. */
final class BundleProgress implements BundleListener, AutoCloseable {
  private static final int REFRESH_MILLIS = 200;

  private final boolean onTerminal;
  private @Nullable ProgressBar bar;

  private BundleProgress(boolean onTerminal) {
    this.onTerminal = onTerminal;
  }

  /** Draws on standard error if that is a terminal and somebody may want to see it. */
  static BundleProgress onTerminal(CommandSpec command) {
    return new BundleProgress(
        StandardStreams.isStderrTerminal() && !GlobalOptions.isQuiet(command));
  }

  @Override
  public synchronized void onStart(Path bundle, long files) {
    close();
    if (onTerminal && files > 0) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(String.valueOf(bundle.getFileName()))
              .setInitialMax(files)
              .setUnit(" files", 1)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REFRESH_MILLIS)
              .setConsumer(new ConsoleProgressBarConsumer(System.err))
              .showSpeed()
              .build();
    }
  }

  @Override
  public synchronized void onProgress(int files) {
    if (bar != null) {
      bar.stepBy(files);
    }
  }

  /** Ends the bar of this bundle. */
  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}

package org.stellaops.attestor.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How often a benchmark is run, where, and with which Java. */
final class RunOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--runs",
      paramLabel = "R",
      defaultValue = "3",
      description = "Rounds. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = {
        "Where logs are made, and used again next time, and where the runs write to.",
        "Default: target/bench of the checkout."
      })
  private @Nullable Path directory;

  @Option(
      names = "--java-options",
      paramLabel = "OPTIONS",
      defaultValue = "",
      description = "More options for the Java of the program, as -XX:+UseParallelGC.")
  private String javaOptions = "";

  /** Rounds, at least 1. */
  int runs() {
    return atLeastOne("--runs", runs);
  }

  /** For the program, separated by blanks. */
  String javaOptions() {
    return javaOptions;
  }

  /** The checkout or the installation that is measured. */
  Path home() {
    return Path.of(System.getProperty("stella.home", "")).toAbsolutePath().normalize();
  }

  /** The launcher of the program. */
  Path launcher() {
    return home().resolve("bin/stella");
  }

  /** Where everything goes. */
  Path directory() {
    return directory == null ? home().resolve("target/bench") : directory.toAbsolutePath();
  }

  /** Gives the value of an option back that counts something. */
  int atLeastOne(String option, int value) {
    return (int) atLeastOne(option, (long) value);
  }

  /** The same for what may be large. */
  long atLeastOne(String option, long value) {
    if (value < 1) {
      throw new ParameterException(spec.commandLine(), option + " is at least 1, not " + value);
    }
    return value;
  }
}

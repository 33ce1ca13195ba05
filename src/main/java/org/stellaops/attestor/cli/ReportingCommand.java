package org.stellaops.attestor.cli;

import picocli.CommandLine.Mixin;

/** A command that prints its result as text or, with {@code -o json}, as JSON. */
public abstract class ReportingCommand extends ConfiguredCommand {
  @Mixin protected OutputOption output;
}

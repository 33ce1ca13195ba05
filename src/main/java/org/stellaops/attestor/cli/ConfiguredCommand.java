package org.stellaops.attestor.cli;

import picocli.CommandLine.Mixin;

/** A command that reads the configuration file. */
public abstract class ConfiguredCommand extends BaseCommand {
  @Mixin protected ConfigOption config;
}

package org.stellaops.attestor.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Makes commands and options. The usual factory runs into an exception for each class that is not
 * public, and looks through every library for Groovy first, which is felt by commands that only
 * look.
 */
final class CommandFactory implements IFactory {
  @Override
  public <K> K create(Class<K> type) throws Exception {
    boolean ours = type.getPackageName().equals(CommandFactory.class.getPackageName());
    return ours && !type.isMemberClass()
        ? type.getDeclaredConstructor().newInstance()
        : CommandLine.defaultFactory().create(type);
  }
}

package org.stellaops.attestor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Prints the version of the program and of Java, for bug reports. */
public final class ProgramVersion implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    return new String[] {
      "stella " + number(),
      "Java %s, %s".formatted(System.getProperty("java.version"), System.getProperty("java.vendor"))
    };
  }

  /** Returns the version that the build wrote to {@code version.properties}, as {@code 1.4.0}. */
  public static String number() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = ProgramVersion.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IOException("version.properties is missing from the program's jar");
      }
      properties.load(in);
    }
    return properties.getProperty("version", "unknown");
  }
}

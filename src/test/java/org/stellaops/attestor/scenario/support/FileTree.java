package org.stellaops.attestor.scenario.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What lies below a directory, to be compared with what should. */
public final class FileTree {
  private FileTree() {}

  /** Length and SHA-256 of every file, hidden and temporary ones too, by its path. */
  public static Map<String, String> of(Path directory) {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(directory.relativize(path).toString(), digest(Files.readAllBytes(path)));
      }
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** Those that have their final names; a killed process leaves others behind. */
  public static Map<String, String> visible(Path directory) {
    Map<String, String> files = new TreeMap<>(of(directory));
    files.keySet().removeIf(file -> Path.of(file).getFileName().toString().startsWith("."));
    return files;
  }

  /** Makes place for a new directory. Some file systems are slow at writing after mass deletion. */
  static void moveAside(Path directory) {
    try {
      Path parent = directory.getParent();
      Files.move(directory, Files.createTempDirectory(parent, "old").resolve("files"));
    } catch (NoSuchFileException e) {
      // nothing was there
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a file of this content is shown. */
  public static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return content.length + " bytes, SHA-256 " + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

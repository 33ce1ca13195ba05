package org.stellaops.attestor.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL, unpacked from the class path once and found there from then on.
 *
 * @param dir holds {@code bin}, {@code lib} and {@code share}
 */
record ServerBinaries(Path dir) {
  private static final String PREFIX = "binaries-";
  private static final String UNPACKING = "unpacking-";

  /** The programs for this platform; to be called at the gate, for it may unpack them. */
  static ServerBinaries in(ServerHome home) {
    URL archive = archive();
    try {
      Path dir = home.dir().resolve(PREFIX + version(archive));
      if (Files.notExists(dir)) {
        Leftovers.sweep(home.dir(), UNPACKING);
        Path fresh = Files.createTempDirectory(home.dir(), UNPACKING);
        unpack(archive, fresh);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        Leftovers.sweep(home.dir(), PREFIX);
        Files.move(fresh, dir, StandardCopyOption.ATOMIC_MOVE);
      }
      return new ServerBinaries(dir);
    } catch (IOException e) {
      throw home.failed(e);
    }
  }

  /** The full name of {@code initdb}, {@code pg_ctl} or {@code postgres}. */
  String program(String name) {
    return dir.resolve("bin").resolve(name).toString();
  }

  private static URL archive() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String name =
        String.format(
            "/postgres-%s-%s.txz",
            os.startsWith("mac") ? "darwin" : os,
            arch.equals("aarch64") ? "arm_64" : arch.equals("amd64") ? "x86_64" : arch);
    URL archive = ServerBinaries.class.getResource(name);
    if (archive == null) {
      throw new AttestorException(
          Failure.STORE,
          "this build has no embedded PostgreSQL for " + os + " on " + arch,
          ServerUser.CONNECT_INSTEAD);
    }
    return archive;
  }

  /** Tells one archive from another without reading it. */
  private static String version(URL archive) throws IOException {
    URLConnection connection = archive.openConnection();
    return connection instanceof JarURLConnection jar
        ? Long.toHexString(jar.getJarEntry().getCrc())
        : Long.toHexString(connection.getContentLengthLong());
  }

  private static void unpack(URL archive, Path dir) throws IOException {
    try (InputStream raw = new BufferedInputStream(archive.openStream());
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(raw))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = dir.resolve(entry.getName()).normalize();
        if (!path.startsWith(dir)) {
          throw new IOException(
              "the archive of PostgreSQL leaves its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, path);
          if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        }
      }
    }
  }
}

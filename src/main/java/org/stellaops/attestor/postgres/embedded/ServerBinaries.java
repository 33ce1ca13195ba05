package org.stellaops.attestor.postgres.embedded;

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
 * The programs of PostgreSQL, unpacked from the class path on first use.
 *
 * @param path the directory of {@code bin}, {@code lib} and {@code share}
 */
public record ServerBinaries(Path path) {
  private static final String BINARIES_PREFIX = "binaries-";
  private static final String STAGING_PREFIX = "unpacking-";

  /** Unpacks the programs for this platform. Requires the lock of {@link ServerLease}. */
  public static ServerBinaries install(ServerDirectory directory) {
    URL archive = archive();
    try {
      Path destination = directory.path().resolve(BINARIES_PREFIX + fingerprint(archive));
      if (Files.notExists(destination)) {
        StaleDirectories.deleteAll(directory.path(), STAGING_PREFIX);
        Path staging = Files.createTempDirectory(directory.path(), STAGING_PREFIX);
        unpack(archive, staging);
        Files.setPosixFilePermissions(staging, PosixFilePermissions.fromString("rwxr-xr-x"));
        StaleDirectories.deleteAll(directory.path(), BINARIES_PREFIX);
        Files.move(staging, destination, StandardCopyOption.ATOMIC_MOVE);
      }
      ServerBinaries binaries = new ServerBinaries(destination);
      binaries.requireExecutable();
      return binaries;
    } catch (IOException e) {
      throw directory.diskFailure(e);
    }
  }

  /** The path of {@code initdb}, {@code pg_ctl} or {@code postgres}. */
  String program(String name) {
    return path.resolve("bin").resolve(name).toString();
  }

  private void requireExecutable() {
    if (!Files.isExecutable(Path.of(program("postgres")))) {
      throw new AttestorException(
          Failure.STORE,
          "cannot execute "
              + program("postgres")
              + ": permission denied, as on a file system that is mounted with noexec",
          "set attestor.dataDir to a directory on another file system, or "
              + ServerUser.EXTERNAL_SERVER_HINT);
    }
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
          "no embedded PostgreSQL for this platform: " + os + " on " + arch,
          ServerUser.EXTERNAL_SERVER_HINT);
    }
    return archive;
  }

  /** Identifies an archive by its checksum in the jar, without reading it. */
  private static String fingerprint(URL archive) throws IOException {
    URLConnection connection = archive.openConnection();
    return connection instanceof JarURLConnection jar
        ? Long.toHexString(jar.getJarEntry().getCrc())
        : Long.toHexString(connection.getContentLengthLong());
  }

  private static void unpack(URL archive, Path destination) throws IOException {
    try (InputStream raw = new BufferedInputStream(archive.openStream());
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(raw))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = destination.resolve(entry.getName()).normalize();
        if (!target.startsWith(destination)) {
          throw new IOException(
              "PostgreSQL archive contains a path outside its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, target);
          if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        }
      }
    }
  }
}

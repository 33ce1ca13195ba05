package org.stellaops.attestor.filetree;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.LogSource;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;

/**
 * Reads a log that is provided as a directory, with a {@code file:} URL in place of {@code https:}.
 * It is not trusted more than a server, and its errors are {@code network}, like those of a server;
 * {@code disk} is used for our own mirror.
 *
 * <p>Returns the bytes of the files; only compressed entry bundles are decompressed.
 */
public final class FileLogSource implements LogSource {
  private static final String ENTRY_BUNDLE_PREFIX = "tile/entries/";

  /**
   * Reads a file of the log.
   *
   * @param prefix the log, as {@code file:///srv/logs/example/}
   * @param path relative to it, as {@code tile/0/000} or {@code checkpoint}
   * @param maxBytes limit; a longer file is truncated
   * @return its content, decompressed if it is a compressed entry bundle; empty if there is no such
   *     file, like status 404 of a server
   * @throws AttestorException with {@code network} if the prefix is not a directory, or if the file
   *     is outside it (also through a link) or cannot be read or decompressed; with {@code
   *     configuration} if the prefix is not a {@code file:} URL
   */
  @Override
  public Optional<byte[]> read(URI prefix, String path, int maxBytes) {
    Path root = root(prefix);
    try {
      if (!Files.isDirectory(root)) {
        throw readError(prefix, path, "no such directory");
      }
      Path target = root.resolve(path).normalize();
      if (!target.startsWith(root) || !target.toRealPath().startsWith(root.toRealPath())) {
        throw readError(prefix, path, "outside that directory");
      }
      if (!Files.isRegularFile(target)) {
        throw readError(prefix, path, "not a regular file");
      }
      return Optional.of(readBeginning(target, path, maxBytes));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (MalformedException e) {
      throw readError(prefix, path, e.getMessage());
    } catch (IOException | InvalidPathException e) {
      throw readError(prefix, path, e.toString());
    }
  }

  private static byte[] readBeginning(Path file, String path, int maxBytes) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      return path.startsWith(ENTRY_BUNDLE_PREFIX)
          ? EntryBundleFile.decode(
              (EntryBundle) Resource.parse(path), input.readNBytes(maxBytes), maxBytes)
          : input.readNBytes(maxBytes);
    }
  }

  private static Path root(URI prefix) {
    try {
      return Path.of(prefix).normalize();
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "invalid directory URL: " + prefix + ": " + e.getMessage(),
          "use the form file:///absolute/path/");
    }
  }

  private static AttestorException readError(URI prefix, String path, String reason) {
    return new AttestorException(
        Failure.NETWORK,
        "cannot read " + path + " of the log at " + prefix + ": " + reason,
        "check the directory and the baseUrl or readUrl of the backend");
  }
}

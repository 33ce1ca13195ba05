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
 * A log that somebody gives us as a directory of files, under a {@code file:} URL in the place of
 * an {@code https:} one. It is as little trusted as a server: what it does wrong is {@code
 * network}, as with a server that does not answer; {@code disk} is kept for our own mirror.
 *
 * <p>Bytes are given as they lie there; only entry bundles that are kept compressed are unpacked.
 */
public final class FileLogSource implements LogSource {
  private static final String ENTRY_BUNDLE_PREFIX = "tile/entries/";

  /**
   * Reads a file of the log.
   *
   * @param prefix the log, as {@code file:///srv/logs/example/}
   * @param path relative to it, as {@code tile/0/000} or {@code checkpoint}
   * @param maxBytes the most to read; a longer file gives its beginning
   * @return its content, unpacked if it is an entry bundle in gzip; empty if there is no such file,
   *     which a server would answer with 404
   * @throws AttestorException with {@code network} if the prefix is no directory, if the file is
   *     not inside the prefix, also by way of a link, or cannot be read or unpacked; with {@code
   *     configuration} if the prefix is no {@code file:} URL
   */
  @Override
  public Optional<byte[]> read(URI prefix, String path, int maxBytes) {
    Path root = root(prefix);
    try {
      if (!Files.isDirectory(root)) {
        throw readError(prefix, path, "there is no such directory");
      }
      Path target = root.resolve(path).normalize();
      if (!target.startsWith(root) || !target.toRealPath().startsWith(root.toRealPath())) {
        throw readError(prefix, path, "it leads out of that directory");
      }
      if (!Files.isRegularFile(target)) {
        throw readError(prefix, path, "it is no file");
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
          prefix + " is no URL of a directory: " + e.getMessage(),
          "write file:///absolute/path/");
    }
  }

  private static AttestorException readError(URI prefix, String path, String reason) {
    return new AttestorException(
        Failure.NETWORK,
        "cannot read " + path + " of the log at " + prefix + ": " + reason,
        "compare that directory with the baseUrl or readUrl of the backend");
  }
}

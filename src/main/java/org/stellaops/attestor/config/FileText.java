package org.stellaops.attestor.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.stellaops.attestor.config.schema.ConfigErrors;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** The text of a configuration file: UTF-8 of at most 1 MiB. */
public final class FileText {
  private static final int MAX_BYTES = 1 << 20;

  private FileText() {}

  /**
   * Reads a file.
   *
   * @param name the name of the file in messages
   */
  public static String read(String name, Path file) {
    byte[] bytes = bytes(name, file);
    if (bytes.length > MAX_BYTES) {
      throw ConfigErrors.invalid(
          name + ": larger than " + MAX_BYTES + " bytes", "name another file with --config FILE");
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      long line = 1 + IntStream.range(0, in.position()).filter(i -> bytes[i] == '\n').count();
      Problems problems = new Problems(name);
      problems.add((int) line, "", "not UTF-8", "save the file as UTF-8");
      problems.throwIfAny();
    }
    return out.flip().toString();
  }

  private static byte[] bytes(String name, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw unreadable(name, "no such file", e);
    } catch (AccessDeniedException e) {
      throw new AttestorException(
          Failure.CONFIGURATION, name + ": permission denied", FileReaders.hint(file), e);
    } catch (IOException e) {
      throw unreadable(name, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static AttestorException unreadable(String name, String reason, IOException e) {
    return new AttestorException(
        Failure.CONFIGURATION, name + ": " + reason, "name another file with --config FILE", e);
  }
}

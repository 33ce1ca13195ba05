package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** The random password of the embedded server, in a file that only its owner can read. */
final class ServerPassword {
  private static final int RANDOM_BYTES = 24;

  private ServerPassword() {}

  /** Reads the password; throws {@code store} if the file is missing. */
  static String read(Path file) throws IOException {
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      throw new AttestorException(
          Failure.STORE,
          "password file of the embedded PostgreSQL is missing: " + file,
          "restore the file from the backup that the directory data comes from");
    }
  }

  /** Creates a password, unless an interrupted start has created one already. */
  static void createIfMissing(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().encodeToString(random);
    Path temporary = file.resolveSibling("password.new");
    Files.deleteIfExists(temporary);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap(password.getBytes(StandardCharsets.US_ASCII)));
      channel.force(true);
    }
    ServerUser.inheritOwner(temporary);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }
}

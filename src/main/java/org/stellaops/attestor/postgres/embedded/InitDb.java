package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.durable.DurableFiles;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Creates the database cluster of a {@link ServerDirectory} with {@code initdb}. */
final class InitDb {
  private static final Logger LOG = LoggerFactory.getLogger(InitDb.class);
  private static final String STAGING_PREFIX = "initdb-";
  private static final String UNKNOWN_USER = "could not look up effective user ID";

  private InitDb() {}

  /**
   * Creates the cluster in a staging directory and renames it when it is complete, so that a killed
   * process leaves no partial cluster. Must be called with the lock of {@link ServerLease}.
   */
  static void run(ServerDirectory directory) throws IOException {
    ServerBinaries binaries = ServerBinaries.install(directory);
    ServerUser user = ServerUser.detect(directory, binaries.program("postgres"));
    ServerPassword.createIfMissing(directory.passwordFile());
    StaleDirectories.deleteAll(directory.path(), STAGING_PREFIX);
    Path staging = Files.createTempDirectory(directory.path(), STAGING_PREFIX);
    ServerUser.inheritOwner(staging);
    ProcessResult result = runInitDb(directory, user, binaries, staging);
    if (result.output().contains(UNKNOWN_USER)) {
      result = runInitDb(directory, user.inUserNamespace(), binaries, staging);
    }
    if (!result.isSuccess()) {
      StaleDirectories.deleteAll(directory.path(), STAGING_PREFIX);
      throw new AttestorException(
          Failure.STORE,
          "cannot create the embedded PostgreSQL in " + directory.path() + ": " + result.lastLine(),
          ServerUser.EXTERNAL_SERVER_HINT);
    }
    Files.move(staging, directory.dataDirectory(), StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.fsync(directory.path());
    LOG.info("created an embedded PostgreSQL in {}", directory.dataDirectory());
  }

  private static ProcessResult runInitDb(
      ServerDirectory directory, ServerUser user, ServerBinaries binaries, Path staging) {
    return ProcessResult.run(
        user.command(
            binaries.program("initdb"),
            "--pgdata=" + staging,
            "--username=" + ServerProbe.USER,
            "--pwfile=" + directory.passwordFile(),
            "--auth=scram-sha-256",
            // the password has 192 random bits, so that key stretching is unnecessary
            "--set=scram_iterations=1",
            "--encoding=UTF8",
            "--no-locale",
            "--data-checksums"));
  }
}

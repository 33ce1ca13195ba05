package org.stellaops.attestor.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.tlog.Sha256;

/**
 * The key of an advisory lock in PostgreSQL. Advisory locks belong to a database, and two schemas
 * in it are two stores, so the schema is part of the hashed text.
 *
 * @param value the first eight bytes of a SHA-256, big-endian
 */
record AdvisoryLockKey(long value) {
  /** The key of the writer lock of a log. */
  static AdvisoryLockKey ofLog(String schema, Origin origin) {
    return hash(schema + "\nlog\n" + origin.name());
  }

  /** The key of the lock for schema migrations. */
  static AdvisoryLockKey ofMigration(String schema) {
    return hash(schema + "\ntables");
  }

  /** {@code classid} in {@code pg_locks}, 0 to 2^32-1. */
  long classId() {
    return value >>> Integer.SIZE;
  }

  /** {@code objid} in {@code pg_locks}, 0 to 2^32-1. */
  long objectId() {
    return value & 0xFFFFFFFFL;
  }

  private static AdvisoryLockKey hash(String name) {
    byte[] text = ("stella-attestor\n" + name).getBytes(StandardCharsets.UTF_8);
    return new AdvisoryLockKey(ByteBuffer.wrap(Sha256.digest(text)).getLong());
  }
}

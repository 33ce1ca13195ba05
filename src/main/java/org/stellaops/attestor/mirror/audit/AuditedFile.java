package org.stellaops.attestor.mirror.audit;

import java.util.Optional;
import org.stellaops.attestor.tlog.Resource;

/**
 * A file as an audit finds it: content of the right form, or a fault.
 *
 * @param resource what it is, with the width of the file that was read
 * @param content what it says; nothing of it is checked against a parent
 * @param fault why there is no content
 */
record AuditedFile<T>(Resource resource, Optional<T> content, Optional<FileFault> fault) {
  static <T> AuditedFile<T> of(Resource resource, T content) {
    return new AuditedFile<>(resource, Optional.of(content), Optional.empty());
  }

  static <T> AuditedFile<T> withFault(Resource resource, FileFault fault) {
    return new AuditedFile<>(resource, Optional.empty(), Optional.of(fault));
  }
}

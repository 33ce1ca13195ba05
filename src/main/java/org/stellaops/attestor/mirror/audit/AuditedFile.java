package org.stellaops.attestor.mirror.audit;

import java.util.Optional;
import org.stellaops.attestor.tlog.Resource;

/**
 * The result of reading a file in an audit: well-formed content, or a fault.
 *
 * @param resource the tile or entry bundle, with the width of the file that was read
 * @param content the content, not yet checked against a parent
 * @param fault the reason if there is no content
 */
record AuditedFile<T>(Resource resource, Optional<T> content, Optional<FileFault> fault) {
  static <T> AuditedFile<T> of(Resource resource, T content) {
    return new AuditedFile<>(resource, Optional.of(content), Optional.empty());
  }

  static <T> AuditedFile<T> withFault(Resource resource, FileFault fault) {
    return new AuditedFile<>(resource, Optional.empty(), Optional.of(fault));
  }
}

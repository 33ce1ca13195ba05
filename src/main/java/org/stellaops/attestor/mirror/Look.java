package org.stellaops.attestor.mirror;

import java.util.Optional;
import org.stellaops.attestor.tlog.Resource;

/**
 * A file as an audit finds it: content of the right form, or a fault.
 *
 * @param resource what it is, with the width of the file that was read
 * @param content what it says; nothing of it is checked against a parent
 * @param fault why there is no content
 */
record Look<T>(Resource resource, Optional<T> content, Optional<Fault> fault) {
  static <T> Look<T> at(Resource resource, T content) {
    return new Look<>(resource, Optional.of(content), Optional.empty());
  }

  static <T> Look<T> failed(Resource resource, Fault fault) {
    return new Look<>(resource, Optional.empty(), Optional.of(fault));
  }
}

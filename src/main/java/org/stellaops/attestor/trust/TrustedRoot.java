package org.stellaops.attestor.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * A Sigstore {@code trusted_root.json}, version 0.1 or 0.2: the trusted logs and authorities. Logs
 * with an unsupported key type are skipped and counted. Anything else that is invalid is rejected,
 * including a validity period without a start.
 *
 * @param mediaType media type of the file; empty in the oldest files
 * @param tlogs transparency logs of artifact signatures
 * @param certificateAuthorities authorities for signing certificates
 * @param ctlogs certificate transparency logs
 * @param timestampAuthorities RFC 3161 timestamp authorities
 * @param unsupportedLogs number of logs that were skipped because their key type is not supported
 */
public record TrustedRoot(
    String mediaType,
    List<TrustedLog> tlogs,
    List<TrustedAuthority> certificateAuthorities,
    List<TrustedLog> ctlogs,
    List<TrustedAuthority> timestampAuthorities,
    int unsupportedLogs) {
  private static final List<String> MEDIA_TYPES =
      List.of(
          "",
          "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
          "application/vnd.dev.sigstore.trustedroot+json;version=0.2",
          "application/vnd.dev.sigstore.trustedroot.v0.1+json",
          "application/vnd.dev.sigstore.trustedroot.v0.2+json");

  /** Copies the lists. */
  public TrustedRoot {
    tlogs = List.copyOf(tlogs);
    certificateAuthorities = List.copyOf(certificateAuthorities);
    ctlogs = List.copyOf(ctlogs);
    timestampAuthorities = List.copyOf(timestampAuthorities);
  }

  /**
   * Parses a trusted root.
   *
   * @param source where the content came from, for the message
   * @throws AttestorException with {@code configuration} if the content is not a valid trusted root
   */
  public static TrustedRoot parse(byte[] content, String source) {
    try {
      return parse(StrictJson.parse(content));
    } catch (MalformedException e) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "cannot read the trusted root in " + source + ": " + e.getMessage(),
          "use trusted_root.json as distributed by Sigstore, from a source that you trust",
          e);
    }
  }

  private static TrustedRoot parse(StrictJson json) {
    String mediaType = json.textOrEmpty("mediaType");
    if (!MEDIA_TYPES.contains(mediaType)) {
      throw new MalformedException(
          "unsupported mediaType '" + mediaType + "'; supported are versions 0.1 and 0.2");
    }
    List<Optional<TrustedLog>> tlogs = parseList(json, "tlogs", TrustedLog::parse);
    List<Optional<TrustedLog>> ctlogs = parseList(json, "ctlogs", TrustedLog::parse);
    List<TrustedLog> knownTlogs = tlogs.stream().flatMap(Optional::stream).toList();
    List<TrustedLog> knownCtlogs = ctlogs.stream().flatMap(Optional::stream).toList();
    return new TrustedRoot(
        mediaType,
        knownTlogs,
        parseList(json, "certificateAuthorities", TrustedAuthority::parse),
        knownCtlogs,
        parseList(json, "timestampAuthorities", TrustedAuthority::parse),
        tlogs.size() + ctlogs.size() - knownTlogs.size() - knownCtlogs.size());
  }

  private static <T> List<T> parseList(
      StrictJson json, String list, Function<StrictJson, T> parse) {
    List<T> all = new ArrayList<>();
    int i = 0;
    for (StrictJson child : json.children(list)) {
      try {
        all.add(parse.apply(child));
      } catch (MalformedException e) {
        String source = list + "[" + i + "]";
        throw new MalformedException(
            e.getMessage().startsWith(source) ? e.getMessage() : source + ": " + e.getMessage());
      }
      i++;
    }
    return all;
  }
}

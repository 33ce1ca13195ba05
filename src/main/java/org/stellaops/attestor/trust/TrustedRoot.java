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
 * Whom an operator trusts to vouch for signers, times and entries: Sigstore's {@code
 * trusted_root.json}, versions 0.1 and 0.2. Parts whose keys are of a kind that this program does
 * not know are left out and counted; everything else that is not as it should be is refused, a
 * validity period without a start among it.
 *
 * @param mediaType as the file has it; empty in the oldest
 * @param tlogs logs of artifact signatures
 * @param certificateAuthorities who certifies signers
 * @param ctlogs logs of certificates
 * @param timestampAuthorities who signs times
 * @param unsupportedLogs how many logs are left out because this program does not know their kind
 *     of key
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

  /** Keeps the lists as they are now. */
  public TrustedRoot {
    tlogs = List.copyOf(tlogs);
    certificateAuthorities = List.copyOf(certificateAuthorities);
    ctlogs = List.copyOf(ctlogs);
    timestampAuthorities = List.copyOf(timestampAuthorities);
  }

  /**
   * Reads a trusted root.
   *
   * @param source where the content came from, for the message
   * @throws AttestorException with {@code configuration} if it is none
   */
  public static TrustedRoot parse(byte[] content, String source) {
    try {
      return parse(StrictJson.parse(content));
    } catch (MalformedException e) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "cannot read the trusted root in " + source + ": " + e.getMessage(),
          "give trusted_root.json as Sigstore distributes it, from a source that you trust",
          e);
    }
  }

  private static TrustedRoot parse(StrictJson json) {
    String mediaType = json.textOrEmpty("mediaType");
    if (!MEDIA_TYPES.contains(mediaType)) {
      throw new MalformedException(
          "its mediaType is '" + mediaType + "', and 0.1 and 0.2 are known");
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

package org.stellaops.attestor.sigstore;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * The certificate or public key in an entry of Rekor v1: one block of PEM, without text around it.
 *
 * @param der the decoded content
 * @param isCertificate whether it is a certificate
 */
record PemVerifier(byte[] der, boolean isCertificate) {
  private static final String CERTIFICATE = "CERTIFICATE";

  static PemVerifier parse(byte[] pem) {
    String text = new String(pem, StandardCharsets.US_ASCII).strip();
    for (String type : List.of(CERTIFICATE, "PUBLIC KEY")) {
      String begin = "-----BEGIN " + type + "-----";
      String end = "-----END " + type + "-----";
      // without the length, the two lines could overlap
      if (text.length() >= begin.length() + end.length()
          && text.startsWith(begin)
          && text.endsWith(end)) {
        String base64 = text.substring(begin.length(), text.length() - end.length());
        return new PemVerifier(decode(base64), type.equals(CERTIFICATE));
      }
    }
    throw new MalformedException("the verifier is neither a certificate nor a public key in PEM");
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("the verifier is not valid PEM");
    }
  }
}

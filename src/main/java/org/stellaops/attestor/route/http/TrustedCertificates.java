package org.stellaops.attestor.route.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** The certificates that servers are trusted by: those of Java, and those of a file. */
public final class TrustedCertificates {
  private TrustedCertificates() {}

  /**
   * A TLS context that trusts the certificates of Java and those in a file.
   *
   * @param caFile PEM with one certificate or more, text between them is ignored
   * @throws AttestorException {@code configuration} if the file has no certificate or is unreadable
   */
  public static SSLContext context(Optional<Path> caFile) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      List<Certificate> all = new ArrayList<>(List.of(managers(null).getAcceptedIssuers()));
      if (caFile.isPresent()) {
        all.addAll(read(caFile.get()));
      }
      for (Certificate each : all) {
        trusted.setCertificateEntry(Integer.toString(trusted.size()), each);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new X509TrustManager[] {managers(trusted)}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "cannot load the trusted certificates of Java: " + e.getMessage(),
          "check the installation of Java, and javax.net.ssl.trustStore if it is set",
          e);
    }
  }

  private static X509TrustManager managers(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  private static List<Certificate> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      List<Certificate> all =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (!all.isEmpty()) {
        return all;
      }
      throw invalid(file + " has no certificate", null);
    } catch (GeneralSecurityException e) {
      throw invalid(file + " is not valid PEM: " + e.getMessage(), e);
    } catch (IOException e) {
      throw invalid("cannot read " + file + ": " + e.getClass().getSimpleName(), e);
    }
  }

  private static AttestorException invalid(String problem, @Nullable Exception cause) {
    return new AttestorException(
        Failure.CONFIGURATION,
        "attestor.rekorSync.caFile: " + problem,
        "write the certificate of your CA there, as PEM, readable for the user of this program",
        cause);
  }
}

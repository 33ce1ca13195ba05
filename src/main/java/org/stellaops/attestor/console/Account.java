package org.stellaops.attestor.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Who may log in.
 *
 * @param user a name
 * @param password not printed anywhere
 */
public record Account(String user, String password) {
  /** Whether these are the name and the password; takes the same time whatever they are. */
  boolean opens(String otherUser, char[] otherPassword) {
    boolean sameUser = same(user, otherUser);
    boolean samePassword = same(password, new String(otherPassword));
    return sameUser & samePassword;
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return user;
  }
}

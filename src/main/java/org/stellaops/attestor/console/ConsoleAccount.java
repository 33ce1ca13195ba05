package org.stellaops.attestor.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Who may log in.
 *
 * @param user a name
 * @param password not printed anywhere
 */
public record ConsoleAccount(String user, String password) {
  /** Whether these are the name and the password; takes the same time whatever they are. */
  boolean matches(String otherUser, char[] otherPassword) {
    boolean sameUser = constantTimeEquals(user, otherUser);
    boolean samePassword = constantTimeEquals(password, new String(otherPassword));
    return sameUser & samePassword;
  }

  private static boolean constantTimeEquals(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return user;
  }
}

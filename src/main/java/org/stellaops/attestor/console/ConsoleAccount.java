package org.stellaops.attestor.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The account of the console.
 *
 * @param user the user name
 * @param password never printed
 */
public record ConsoleAccount(String user, String password) {
  /** Compares name and password in constant time. */
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

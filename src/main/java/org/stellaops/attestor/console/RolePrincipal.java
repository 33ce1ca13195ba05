package org.stellaops.attestor.console;

import java.io.Serializable;
import java.security.Principal;

/**
 * The role of a logged-in user. Hawtio compares it by name.
 *
 * @param name the name of the role
 */
public record RolePrincipal(String name) implements Principal, Serializable {
  static final String ROLE = "operator";

  @Override
  public String getName() {
    return name;
  }
}

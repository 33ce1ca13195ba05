package org.stellaops.attestor.console;

import java.io.Serializable;
import java.security.Principal;

/**
 * The role of whoever has logged in. Hawtio makes others of other names, to compare.
 *
 * @param name of the role
 */
public record RolePrincipal(String name) implements Principal, Serializable {
  static final String ROLE = "operator";

  @Override
  public String getName() {
    return name;
  }
}

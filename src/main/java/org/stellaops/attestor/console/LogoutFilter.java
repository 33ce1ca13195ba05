package org.stellaops.attestor.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/**
 * Ends the session at a logout. Hawtio asks the server to do so, which knows nothing of Hawtio's
 * own login and would fail with status 500.
 */
final class LogoutFilter extends HttpFilter {
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(
        new HttpServletRequestWrapper(request) {
          @Override
          public void logout() {
            HttpSession session = getSession(false);
            if (session != null) {
              session.invalidate();
            }
          }
        },
        response);
  }
}

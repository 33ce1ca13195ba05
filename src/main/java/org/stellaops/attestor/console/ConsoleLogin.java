package org.stellaops.attestor.console;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;

/** How Hawtio asks, by way of JAAS, whether somebody may log in. JAAS makes one for each login. */
public final class ConsoleLogin implements LoginModule {
  private static final String REALM = "stella-attestor";
  private static final String ACCOUNT = "account";

  private Optional<Subject> subject = Optional.empty();
  private Optional<CallbackHandler> asked = Optional.empty();
  private Optional<Account> account = Optional.empty();
  private Optional<Operator> operator = Optional.empty();

  /** Lets this account in, and nobody else. Holds for the whole process. */
  static void permit(Account account) {
    System.setProperty("hawtio.authenticationEnabled", "true");
    System.setProperty("hawtio.realm", REALM);
    System.setProperty("hawtio.roles", Operator.ROLE);
    System.setProperty("hawtio.rolePrincipalClasses", Operator.class.getName());
    Configuration.setConfiguration(new OneRealm(account));
  }

  @Override
  public void initialize(
      Subject forWhom, CallbackHandler handler, Map<String, ?> shared, Map<String, ?> options) {
    subject = Optional.of(forWhom);
    asked = Optional.ofNullable(handler);
    account = Optional.ofNullable((Account) options.get(ACCOUNT));
  }

  @Override
  public boolean login() throws LoginException {
    NameCallback name = new NameCallback("user");
    PasswordCallback password = new PasswordCallback("password", false);
    try {
      asked.orElseThrow().handle(new Callback[] {name, password});
    } catch (IOException | UnsupportedCallbackException e) {
      throw (LoginException) new LoginException("nobody to ask").initCause(e);
    }
    boolean given = name.getName() != null && password.getPassword() != null;
    if (!given || !account.orElseThrow().opens(name.getName(), password.getPassword())) {
      throw new FailedLoginException("wrong name or password");
    }
    operator = Optional.of(new Operator(Operator.ROLE));
    return true;
  }

  @Override
  public boolean commit() {
    operator.ifPresent(one -> subject.orElseThrow().getPrincipals().add(one));
    return operator.isPresent();
  }

  @Override
  public boolean abort() {
    return logout();
  }

  @Override
  public boolean logout() {
    operator.ifPresent(one -> subject.orElseThrow().getPrincipals().remove(one));
    operator = Optional.empty();
    return true;
  }

  /** The only realm that there is. */
  private static final class OneRealm extends Configuration {
    private final Account account;

    OneRealm(Account account) {
      this.account = account;
    }

    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String realm) {
      return new AppConfigurationEntry[] {
        new AppConfigurationEntry(
            ConsoleLogin.class.getName(), LoginModuleControlFlag.REQUIRED, Map.of(ACCOUNT, account))
      };
    }
  }
}

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

/** The JAAS login module of Hawtio. JAAS creates an instance for each login. */
public final class ConsoleLoginModule implements LoginModule {
  private static final String REALM = "stella-attestor";
  private static final String ACCOUNT = "account";

  private Optional<Subject> subject = Optional.empty();
  private Optional<CallbackHandler> callbackHandler = Optional.empty();
  private Optional<ConsoleAccount> account = Optional.empty();
  private Optional<RolePrincipal> principal = Optional.empty();

  /** Sets the only account that can log in, for the whole process. */
  static void install(ConsoleAccount account) {
    System.setProperty("hawtio.authenticationEnabled", "true");
    System.setProperty("hawtio.disableProxy", "true");
    System.setProperty("hawtio.realm", REALM);
    System.setProperty("hawtio.roles", RolePrincipal.ROLE);
    System.setProperty("hawtio.rolePrincipalClasses", RolePrincipal.class.getName());
    Configuration.setConfiguration(new SingleRealmConfiguration(account));
  }

  @Override
  public void initialize(
      Subject newSubject,
      CallbackHandler newHandler,
      Map<String, ?> shared,
      Map<String, ?> options) {
    subject = Optional.of(newSubject);
    callbackHandler = Optional.ofNullable(newHandler);
    account = Optional.ofNullable((ConsoleAccount) options.get(ACCOUNT));
  }

  @Override
  public boolean login() throws LoginException {
    NameCallback name = new NameCallback("user");
    PasswordCallback password = new PasswordCallback("password", false);
    try {
      callbackHandler.orElseThrow().handle(new Callback[] {name, password});
    } catch (IOException | UnsupportedCallbackException e) {
      throw (LoginException) new LoginException("cannot read the credentials").initCause(e);
    }
    boolean isComplete = name.getName() != null && password.getPassword() != null;
    if (!isComplete || !account.orElseThrow().matches(name.getName(), password.getPassword())) {
      throw new FailedLoginException("invalid user name or password");
    }
    principal = Optional.of(new RolePrincipal(RolePrincipal.ROLE));
    return true;
  }

  @Override
  public boolean commit() {
    principal.ifPresent(role -> subject.orElseThrow().getPrincipals().add(role));
    return principal.isPresent();
  }

  @Override
  public boolean abort() {
    return logout();
  }

  @Override
  public boolean logout() {
    principal.ifPresent(role -> subject.orElseThrow().getPrincipals().remove(role));
    principal = Optional.empty();
    return true;
  }

  /** The only realm. */
  private static final class SingleRealmConfiguration extends Configuration {
    private final ConsoleAccount account;

    SingleRealmConfiguration(ConsoleAccount account) {
      this.account = account;
    }

    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String realm) {
      return new AppConfigurationEntry[] {
        new AppConfigurationEntry(
            ConsoleLoginModule.class.getName(),
            LoginModuleControlFlag.REQUIRED,
            Map.of(ACCOUNT, account))
      };
    }
  }
}

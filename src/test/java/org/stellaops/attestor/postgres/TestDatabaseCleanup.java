package org.stellaops.attestor.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Drops the databases of a test class when the class has finished. A database takes 7.5 MB, and a
 * run of all tests creates more than 700 of them. The file {@code
 * META-INF/services/org.junit.platform.launcher.TestExecutionListener} registers this class.
 */
public final class TestDatabaseCleanup implements TestExecutionListener {
  private static final Queue<String> CREATED = new ConcurrentLinkedQueue<>();

  /** Registers a database of the class that runs now. */
  static void add(String database) {
    CREATED.add(database);
  }

  @Override
  public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
    if (CREATED.isEmpty() || !isTopLevelClass(finished)) {
      return;
    }
    List<String> databases = new ArrayList<>();
    for (String each = CREATED.poll(); each != null; each = CREATED.poll()) {
      databases.add(each);
    }
    TestDatabase.drop(databases);
  }

  private static boolean isTopLevelClass(TestIdentifier finished) {
    return finished
        .getSource()
        .filter(source -> source instanceof ClassSource type && !type.getClassName().contains("$"))
        .isPresent();
  }
}

package org.stellaops.attestor.conventions;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The packages from the ground up. Packages on one level do not see each other. */
final class Layers {
  static final String BASE = "org.stellaops.attestor";

  static final List<Set<String>> LEVELS =
      List.of(
          Set.of("failure", "durable", "drop", "tlog", "note"),
          Set.of("checkpoint", "json", "connectionstring", "web"),
          Set.of("trust"),
          Set.of("mirror", "sigstore", "proof"),
          Set.of("evidence", "verification"),
          Set.of("filetree", "postgres", "rekor", "bundle", "config", "metrics", "console"),
          Set.of("route"),
          Set.of("app"),
          Set.of("cli"));

  /** Packages that may see less than their level allows. */
  private static final Map<String, Set<String>> RESTRICTED =
      Map.of("checkpoint", Set.of("tlog", "note", "failure"));

  /** The sub-packages of a package from the ground up; {@code ""} is the package itself. */
  static final Map<String, List<Set<String>>> SUB_PACKAGES =
      Map.of(
          "mirror",
          List.of(
              Set.of(""), Set.of("store", "plan"), Set.of("audit"), Set.of("retention", "lookup")),
          "bundle",
          List.of(Set.of("archive"), Set.of("format"), Set.of("read", "write")),
          "config",
          List.of(Set.of("schema"), Set.of(""), Set.of("edit")),
          "postgres",
          List.of(Set.of("connection", "embedded"), Set.of("")),
          "route",
          List.of(
              Set.of(""),
              Set.of("fetch", "http"),
              Set.of("sync"),
              Set.of("rekor", "airgap", "maintenance", "verification", "monitoring")),
          "app",
          List.of(Set.of(""), Set.of("beans"), Set.of("jmx"), Set.of("runtime")),
          "cli",
          List.of(
              Set.of(""),
              Set.of(
                  "sync",
                  "backend",
                  "rekor",
                  "mirror",
                  "airgap",
                  "verification",
                  "settings",
                  "evidence"),
              Set.of("main"),
              Set.of("startup")));

  private Layers() {}

  static ArchCondition<JavaClass> dependOnLowerPackagesOnly() {
    return new ArchCondition<>("depend on packages of lower levels only") {
      @Override
      public void check(JavaClass from, ConditionEvents events) {
        for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
          JavaClass to = dependency.getTargetClass().getBaseComponentType();
          if (to.getPackageName().startsWith(BASE) && !isAllowed(packageOf(from), packageOf(to))) {
            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
          }
        }
      }
    };
  }

  static ArchCondition<JavaClass> dependOnLowerSubPackagesOnly() {
    return new ArchCondition<>("depend on sub-packages of lower levels only") {
      @Override
      public void check(JavaClass from, ConditionEvents events) {
        String name = packageOf(from);
        for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
          JavaClass to = dependency.getTargetClass().getBaseComponentType();
          if (to.getPackageName().startsWith(BASE)
              && packageOf(to).equals(name)
              && !subPackageOf(to).equals(subPackageOf(from))
              && subLevel(to) >= subLevel(from)) {
            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
          }
        }
      }
    };
  }

  static ArchCondition<JavaClass> belongToALevel() {
    return new ArchCondition<>("be in a package of the table") {
      @Override
      public void check(JavaClass each, ConditionEvents events) {
        if (level(packageOf(each)) < 0 || subLevel(each) < 0) {
          events.add(
              SimpleConditionEvent.violated(each, each.getName() + " is in a package of no level"));
        }
      }
    };
  }

  /** The packages as ArchUnit wants them, as {@code org.stellaops.attestor.tlog..}. */
  static String[] packages(String... names) {
    return List.of(names).stream().map(name -> BASE + "." + name + "..").toArray(String[]::new);
  }

  /** Every package but these. */
  static String[] packagesExcept(String... names) {
    Set<String> all = LEVELS.stream().flatMap(Set::stream).collect(Collectors.toSet());
    all.removeAll(Set.of(names));
    return packages(all.toArray(String[]::new));
  }

  private static boolean isAllowed(String from, String to) {
    return from.equals(to)
        || level(to) < level(from) && RESTRICTED.getOrDefault(from, Set.of(to)).contains(to);
  }

  private static int level(String name) {
    return IntStream.range(0, LEVELS.size())
        .filter(level -> LEVELS.get(level).contains(name))
        .findFirst()
        .orElse(-1);
  }

  private static int subLevel(JavaClass each) {
    List<Set<String>> levels = SUB_PACKAGES.getOrDefault(packageOf(each), List.of(Set.of("")));
    return IntStream.range(0, levels.size())
        .filter(level -> levels.get(level).contains(subPackageOf(each)))
        .findFirst()
        .orElse(-1);
  }

  /** The second word after the base package, as {@code audit}; empty if there is none. */
  private static String subPackageOf(JavaClass each) {
    String[] words = each.getPackageName().substring(BASE.length()).split("\\.");
    return words.length > 2 ? words[2] : "";
  }

  /** The first word after the base package, as {@code tlog}; empty in the base package itself. */
  private static String packageOf(JavaClass each) {
    String[] words = each.getPackageName().substring(BASE.length()).split("\\.");
    return words.length > 1 ? words[1] : "";
  }
}

package org.stellaops.attestor.conventions;

import static com.tngtech.archunit.lang.conditions.ArchConditions.beFinal;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.stellaops.attestor.conventions.Layers.BASE;
import static org.stellaops.attestor.conventions.Layers.packages;
import static org.stellaops.attestor.conventions.Layers.packagesExcept;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** Which package may know of what. */
@AnalyzeClasses(packages = BASE, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule every_package_has_a_level = classes().should(Layers.belongToALevel());

  @ArchTest
  static final ArchRule packages_depend_downwards =
      classes().should(Layers.dependOnLowerPackagesOnly());

  @ArchTest
  static final ArchRule sub_packages_depend_downwards =
      classes().should(Layers.dependOnLowerSubPackagesOnly());

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching(BASE + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule core_does_not_depend_on_camel =
      noClasses()
          .that()
          .resideInAnyPackage(packagesExcept("route", "app"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..");

  @ArchTest
  static final ArchRule tlog_depends_only_on_the_jdk =
      classes()
          .that()
          .resideInAnyPackage(packages("tlog", "note"))
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(union(packages("tlog", "note"), "java..", "org.jspecify.."))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule checkpoint_depends_only_on_tlog_and_the_jdk =
      classes()
          .that()
          .resideInAnyPackage(packages("checkpoint"))
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              union(packages("checkpoint", "tlog", "note", "failure"), "java..", "org.jspecify.."))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule only_the_composition_root_names_adapters =
      noClasses()
          .that()
          .resideInAnyPackage(packagesExcept("filetree", "postgres", "app"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages("filetree", "postgres"));

  @ArchTest
  static final ArchRule only_routes_and_the_composition_root_use_metrics =
      noClasses()
          .that()
          .resideInAnyPackage(packagesExcept("metrics", "route", "app"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(union(packages("metrics"), "io.micrometer.."));

  @ArchTest
  static final ArchRule route_beans_take_plain_values =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(packages("route"))
          .and()
          .arePublic()
          .should(notUseCamelExchange())
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule values_are_immutable =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(packages("failure", "tlog", "note", "checkpoint", "trust"))
          .should(beFinal());

  private static String[] union(String[] packages, String... more) {
    return Stream.of(packages, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private static ArchCondition<JavaMethod> notUseCamelExchange() {
    return new ArchCondition<>("take and return plain values") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        Stream.concat(method.getRawParameterTypes().stream(), Stream.of(method.getRawReturnType()))
            .filter(type -> type.getPackageName().startsWith("org.apache.camel"))
            .map(type -> method.getFullName() + " speaks of " + type.getName())
            .forEach(each -> events.add(SimpleConditionEvent.violated(method, each)));
      }
    };
  }
}

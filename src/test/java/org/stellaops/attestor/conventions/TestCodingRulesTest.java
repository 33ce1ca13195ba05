package org.stellaops.attestor.conventions;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.stellaops.attestor.conventions.Layers.BASE;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What no class does, the tests included. */
@AnalyzeClasses(packages = BASE)
class TestCodingRulesTest {
  @ArchTest
  static final ArchRule no_thread_sleep =
      noClasses()
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "they sleep",
                  (JavaCall<?> call) ->
                      call.getName().equals("sleep")
                          && call.getTargetOwner().getPackageName().startsWith("java.")));

  @ArchTest
  static final ArchRule assertions_are_assertj =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.junit.jupiter.api.Assertions");

  @ArchTest
  static final ArchRule no_mocking_frameworks =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.mockito..", "org.easymock..");
}

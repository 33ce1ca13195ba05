package org.stellaops.attestor.conventions;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static org.stellaops.attestor.conventions.Layers.BASE;
import static org.stellaops.attestor.conventions.Layers.packagesExcept;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Scanner;
import org.stellaops.attestor.failure.AttestorException;

/** What no class of the program does, wherever it is. */
@AnalyzeClasses(packages = BASE, importOptions = DoNotIncludeTests.class)
class CodingRulesTest {
  @ArchTest
  static final ArchRule only_the_command_line_prints =
      noClasses().that().resideInAnyPackage(packagesExcept("cli")).should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule only_the_command_line_exits_the_process =
      noClasses()
          .that()
          .resideInAnyPackage(packagesExcept("cli"))
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule time_comes_from_a_clock =
      noClasses()
          .that()
          .resideInAnyPackage(packagesExcept("cli"))
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callConstructor(Date.class);

  @ArchTest
  static final ArchRule clocks_are_injected =
      noClasses()
          .that()
          .resideInAnyPackage(packagesExcept("app", "cli"))
          .should()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone");

  @ArchTest
  static final ArchRule charsets_are_explicit =
      noClasses()
          .should()
          .callMethod(Charset.class, "defaultCharset")
          .orShould()
          .callMethod(String.class, "getBytes")
          .orShould()
          .callConstructor(String.class, byte[].class)
          .orShould()
          .callConstructor(String.class, byte[].class, int.class, int.class)
          .orShould()
          .callMethod(ByteArrayOutputStream.class, "toString")
          .orShould()
          .callConstructor(InputStreamReader.class, InputStream.class)
          .orShould()
          .callConstructor(OutputStreamWriter.class, OutputStream.class)
          .orShould()
          .callConstructor(PrintWriter.class, OutputStream.class)
          .orShould()
          .callConstructor(PrintWriter.class, OutputStream.class, boolean.class)
          .orShould()
          .callConstructor(PrintStream.class, OutputStream.class)
          .orShould()
          .callConstructor(PrintStream.class, OutputStream.class, boolean.class)
          .orShould()
          .callConstructor(Scanner.class, InputStream.class)
          .orShould()
          .callConstructor(FileReader.class, String.class)
          .orShould()
          .callConstructor(FileReader.class, File.class)
          .orShould()
          .callConstructor(FileWriter.class, String.class)
          .orShould()
          .callConstructor(FileWriter.class, File.class);

  /** The arithmetic has its own words, because it knows nothing of the program. */
  @ArchTest
  static final ArchRule exceptions_are_attestor_exceptions =
      classes()
          .that()
          .resideInAnyPackage(packagesExcept("tlog", "note"))
          .and()
          .areAssignableTo(Throwable.class)
          .should()
          .beAssignableTo(AttestorException.class);

  @ArchTest
  static final ArchRule no_generic_exceptions = noClasses().should(THROW_GENERIC_EXCEPTIONS);

  @ArchTest
  static final ArchRule no_unsupported_operations =
      noClasses()
          .should()
          .callConstructorWhere(target(owner(assignableTo(UnsupportedOperationException.class))));

  @ArchTest
  static final ArchRule logging_goes_through_slf4j =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.util.logging..",
              "org.apache.log4j..",
              "org.apache.logging..",
              "org.apache.commons.logging..");
}

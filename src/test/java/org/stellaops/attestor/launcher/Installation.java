package org.stellaops.attestor.launcher;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.stellaops.attestor.cli.main.Stella;

/**
 * The program as it is built here, laid out as an installation, with the libraries of the tests.
 * The jar for commands that only look names those that {@code pom.xml} leaves it.
 */
record Installation(Path home) {
  static Installation in(Path home) throws IOException {
    Path launcher = Files.createDirectories(home.resolve("bin")).resolve("stella");
    Files.copy(Path.of("bin/stella"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
    Path library = Files.createDirectories(home.resolve("lib"));
    for (Path jar : libraries()) {
      Files.copy(jar, library.resolve(jar.getFileName()));
    }
    writeJar(home.resolve("stella-attestor.jar"), libraries());
    Pattern routeLibraries = routeLibraryPattern();
    writeJar(
        home.resolve("stella-attestor-readonly.jar"),
        libraries().stream()
            .filter(jar -> !routeLibraries.matcher(jar.toString()).find())
            .toList());
    return new Installation(home);
  }

  Path launcher() {
    return home.resolve("bin/stella");
  }

  private static void writeJar(Path target, List<Path> libraries) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            libraries.stream()
                .map(jar -> "lib/" + jar.getFileName())
                .collect(Collectors.joining(" ")));
    Path classes = codeSource(Stella.class);
    try (OutputStream file = Files.newOutputStream(target);
        JarOutputStream jar = new JarOutputStream(file, manifest);
        Stream<Path> paths = Files.walk(classes)) {
      for (Path each : paths.filter(each -> !each.equals(classes)).toList()) {
        boolean directory = Files.isDirectory(each);
        jar.putNextEntry(new JarEntry(classes.relativize(each) + (directory ? "/" : "")));
        if (!directory) {
          Files.copy(each, jar);
        }
      }
    }
  }

  /** Their places in a Maven repository, as {@code /io/netty/name/}. */
  private static Pattern routeLibraryPattern() throws IOException {
    MatchResult excluded =
        Pattern.compile("<excludeGroupIds>([^<]+)</excludeGroupIds>")
            .matcher(Files.readString(Path.of("pom.xml")))
            .results()
            .findFirst()
            .orElseThrow();
    return Pattern.compile(
        Stream.of(excluded.group(1).split(","))
            .map(group ->
                Pattern.quote("/" + group.strip().replace('.', '/') + "/") + "[^/]+/[^/]+/[^/]+$")
            .collect(Collectors.joining("|")));
  }

  private static Path codeSource(Class<?> type) {
    URL location = type.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(location.toString()));
  }

  private static List<Path> libraries() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(path.split(File.pathSeparator))
        .map(Path::of)
        .filter(entry -> entry.toString().endsWith(".jar"))
        .toList();
  }
}

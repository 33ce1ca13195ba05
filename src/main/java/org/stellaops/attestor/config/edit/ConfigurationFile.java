package org.stellaops.attestor.config.edit;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.stellaops.attestor.config.BackendSettings;
import org.stellaops.attestor.config.FileText;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.config.schema.ConfigErrors;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** The configuration file at a path, as a loader reads it and commands edit it. */
public record ConfigurationFile(Path path, SettingsLoader loader) {
  /**
   * Adds a backend after all others and returns the new settings.
   *
   * @param check throws if the new settings are not acceptable; nothing is written then
   */
  public Settings add(BackendYaml backend, Consumer<Settings> check) {
    return edit(text -> new BackendList(name(), text).with(backend.lines()), check);
  }

  /** Removes the backend with this id and returns the new settings. */
  public Settings remove(String id) {
    loader.load(path).backend(id);
    return edit(text -> new BackendList(name(), text).without(id), settings -> {});
  }

  /**
   * Creates the file, and its directory, and returns the settings. An empty file is replaced.
   *
   * @param text the whole file
   * @param check throws if the settings are not acceptable; nothing is written then
   * @throws AttestorException {@code configuration} if the file has content already
   */
  public Settings create(String text, Consumer<Settings> check) {
    check.accept(loader.parse(name(), text));
    try {
      Files.createDirectories(path.resolveSibling("").toAbsolutePath());
      if (Files.exists(path) && Files.size(path) == 0) {
        Files.writeString(path, text);
      } else {
        Files.writeString(path, text, StandardOpenOption.CREATE_NEW);
      }
      return loader.load(path);
    } catch (FileAlreadyExistsException e) {
      throw ConfigErrors.invalid(
          name() + " exists already", "edit it, or name another file with --config FILE");
    } catch (IOException e) {
      throw writeError(e);
    }
  }

  /** Whether the file can be edited; otherwise it has to be created. */
  public boolean exists() {
    return Files.exists(path);
  }

  private Settings edit(UnaryOperator<String> change, Consumer<Settings> check) {
    List<BackendSettings> before = loader.load(path).backends();
    String text = change.apply(FileText.read(name(), path));
    Settings after = loader.parse(name(), text);
    requireSingleChange(before, after.backends());
    check.accept(after);
    Path temporary = write(text);
    try {
      Files.move(temporary, realPath(), StandardCopyOption.ATOMIC_MOVE);
      return loader.load(path);
    } catch (IOException e) {
      throw writeError(e);
    } finally {
      delete(temporary);
    }
  }

  /** Checks that the edit changed nothing but one backend. */
  private void requireSingleChange(List<BackendSettings> before, List<BackendSettings> after) {
    List<String> previous = before.stream().map(BackendSettings::id).toList();
    List<String> updated = after.stream().map(BackendSettings::id).toList();
    List<String> longer = previous.size() < updated.size() ? updated : previous;
    List<String> shorter = previous.size() < updated.size() ? previous : updated;
    boolean isSingleChange = longer.size() == shorter.size() + 1 && longer.containsAll(shorter);
    if (!isSingleChange) {
      throw ConfigErrors.invalid(
          name() + " has a form that commands cannot edit", "edit it by hand");
    }
  }

  private Path write(String text) {
    try {
      Path temporary = Files.createTempFile(realPath().resolveSibling(""), ".attestor-", ".yaml");
      copyOwner(realPath(), temporary);
      Files.writeString(temporary, text);
      return temporary;
    } catch (IOException e) {
      throw writeError(e);
    }
  }

  private static void copyOwner(Path from, Path to) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    PosixFileAttributes previous = Files.readAttributes(from, PosixFileAttributes.class);
    PosixFileAttributes updated = view.readAttributes();
    view.setPermissions(previous.permissions());
    if (!updated.group().equals(previous.group())) {
      view.setGroup(previous.group());
    }
    if (!updated.owner().equals(previous.owner())) {
      view.setOwner(previous.owner());
    }
  }

  private Path realPath() throws IOException {
    return path.toRealPath();
  }

  private static void delete(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // it has a unique name and is ignored by the next edit
    }
  }

  private String name() {
    return path.toString();
  }

  private AttestorException writeError(IOException e) {
    return new AttestorException(
        Failure.DISK,
        "cannot write " + name() + ": " + reason(e),
        "run the command as the user who owns the file or its directory, or edit it by hand",
        e);
  }

  /** Java's message for a denied access is only the path. */
  private static String reason(IOException e) {
    return e instanceof AccessDeniedException
        ? "permission denied"
        : Optional.ofNullable(e.getMessage()).orElseGet(e::toString);
  }
}

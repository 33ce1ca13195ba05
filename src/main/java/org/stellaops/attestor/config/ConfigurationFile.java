package org.stellaops.attestor.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * A configuration file that commands edit. It is right before and after: what {@link
 * SettingsLoader} would refuse is not written. A reader sees the old file or the new one.
 */
public final class ConfigurationFile {
  private final Path path;
  private final SettingsLoader loader;

  /** The file at this path, as this loader reads it. */
  public ConfigurationFile(Path path, SettingsLoader loader) {
    this.path = path;
    this.loader = loader;
  }

  /**
   * Adds a backend after all others, and gives the settings as they are then.
   *
   * @param check throws if the new settings cannot be meant; nothing is written then
   */
  public Settings add(BackendDraft backend, Consumer<Settings> check) {
    return edit(text -> new BackendList(name(), text).with(backend.lines()), check);
  }

  /** Removes the backend of this id, and gives the settings as they are then. */
  public Settings remove(String id) {
    loader.load(path).backend(id);
    return edit(text -> new BackendList(name(), text).without(id), settings -> {});
  }

  private Settings edit(UnaryOperator<String> change, Consumer<Settings> check) {
    List<BackendSettings> before = loader.load(path).backends();
    String text = change.apply(FileText.read(name(), path));
    Settings after = loader.parse(name(), text);
    requireOneMoreOrLess(before, after.backends());
    check.accept(after);
    Path draft = write(text);
    try {
      Files.move(draft, real(), StandardCopyOption.ATOMIC_MOVE);
      return loader.load(path);
    } catch (IOException e) {
      throw unwritable(e);
    } finally {
      delete(draft);
    }
  }

  /** An edit that hit something else would be worse than none. */
  private void requireOneMoreOrLess(List<BackendSettings> before, List<BackendSettings> after) {
    List<String> old = before.stream().map(BackendSettings::id).toList();
    List<String> now = after.stream().map(BackendSettings::id).toList();
    List<String> longer = old.size() < now.size() ? now : old;
    List<String> shorter = old.size() < now.size() ? old : now;
    boolean one = longer.size() == shorter.size() + 1 && longer.containsAll(shorter);
    if (!one) {
      throw Refused.because(
          name() + " is written in a way that no command edits", "edit it by hand");
    }
  }

  private Path write(String text) {
    try {
      Path draft = Files.createTempFile(real().resolveSibling(""), ".attestor-", ".yaml");
      copyOwner(real(), draft);
      Files.writeString(draft, text);
      return draft;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static void copyOwner(Path from, Path to) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    PosixFileAttributes old = Files.readAttributes(from, PosixFileAttributes.class);
    PosixFileAttributes now = view.readAttributes();
    view.setPermissions(old.permissions());
    if (!now.group().equals(old.group())) {
      view.setGroup(old.group());
    }
    if (!now.owner().equals(old.owner())) {
      view.setOwner(old.owner());
    }
  }

  private Path real() throws IOException {
    return path.toRealPath();
  }

  private static void delete(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      // it has a name of its own, and the next edit does not look at it
    }
  }

  private String name() {
    return path.toString();
  }

  private AttestorException unwritable(IOException e) {
    return new AttestorException(
        Failure.DISK,
        "cannot write " + name() + ": " + Optional.ofNullable(e.getMessage()).orElse("" + e),
        "run the command as the user who owns the file, or edit it by hand",
        e);
  }
}

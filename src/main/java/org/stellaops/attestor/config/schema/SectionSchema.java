package org.stellaops.attestor.config.schema;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The keys of a settings record, in the order of its components. A component is a {@link Key}, a
 * record with further keys, a list of such records, or a map of options that have no schema.
 */
public final class SectionSchema<R extends Record> {
  private static final ClassValue<SectionSchema<?>> SCHEMAS =
      new ClassValue<>() {
        @Override
        protected SectionSchema<?> computeValue(Class<?> type) {
          return new SectionSchema<>(type.asSubclass(Record.class));
        }
      };

  private final Class<R> type;
  private final List<Part> parts;

  private SectionSchema(Class<R> type) {
    this.type = type;
    Section section = type.getAnnotation(Section.class);
    String path = section == null ? "" : section.value();
    this.parts =
        Arrays.stream(type.getRecordComponents()).map(component -> part(path, component)).toList();
  }

  /** The schema of this record. */
  @SuppressWarnings("unchecked") // the table maps each class to its own schema
  public static <R extends Record> SectionSchema<R> of(Class<R> type) {
    return (SectionSchema<R>) SCHEMAS.get(type);
  }

  /** The keys of the record and of all records in it. */
  public Stream<SettingKey<?>> keys() {
    return parts.stream().flatMap(Part::keys);
  }

  /**
   * Makes a record of the values of this source.
   *
   * @throws org.stellaops.attestor.failure.AttestorException {@code configuration} if a value is
   *     one that the file could not hold
   */
  public R create(SettingsSource source) {
    return newInstance(part -> part.read(source));
  }

  /** Returns a copy of the record in which one component has another value. */
  R with(R settings, String component, Object value) {
    if (parts.stream().noneMatch(part -> part.name().equals(component))) {
      throw new IllegalArgumentException(type.getSimpleName() + " has no component " + component);
    }
    return newInstance(part -> part.name().equals(component) ? value : part.get(settings));
  }

  /** Every key with its value as text, without secrets; positions in lists begin at 0. */
  public Map<String, String> print(R settings) {
    Map<String, String> values = new LinkedHashMap<>();
    print(settings, values);
    return values;
  }

  private void print(Record settings, Map<String, String> target) {
    parts.forEach(part -> part.print(part.get(settings), target));
  }

  private R newInstance(Function<Part, Object> valueOf) {
    try {
      Class<?>[] types =
          parts.stream().map(part -> part.component().getType()).toArray(Class[]::new);
      Object[] values = parts.stream().map(part -> part.checked(valueOf.apply(part))).toArray();
      return type.getConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      throw unwrap(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RuntimeException unwrap(InvocationTargetException e) {
    return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
  }

  private static Part part(String path, RecordComponent component) {
    Key key = component.getAnnotation(Key.class);
    if (key != null) {
      return new KeyPart(component, SettingKey.of(path, component, key));
    }
    if (component.getType() == List.class) {
      Type item = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
      return new ListPart(component, of(((Class<?>) item).asSubclass(Record.class)));
    }
    if (component.getType() == Map.class) {
      return new OptionsPart(component);
    }
    return new SectionPart(component, of(component.getType().asSubclass(Record.class)));
  }

  private sealed interface Part {
    RecordComponent component();

    Stream<SettingKey<?>> keys();

    Object read(SettingsSource source);

    /** The value, if the file could hold it. */
    default Object checked(Object value) {
      return value;
    }

    void print(Object value, Map<String, String> target);

    default String name() {
      return component().getName();
    }

    default Object get(Record settings) {
      try {
        return component().getAccessor().invoke(settings);
      } catch (InvocationTargetException e) {
        throw unwrap(e);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private record KeyPart(RecordComponent component, SettingKey<?> key) implements Part {
    @Override
    public Stream<SettingKey<?>> keys() {
      return Stream.of(key);
    }

    @Override
    public Object read(SettingsSource source) {
      return source.value(key);
    }

    @Override
    public Object checked(Object value) {
      return key.checked(value);
    }

    @Override
    public void print(Object value, Map<String, String> target) {
      target.put(key.path(), key.display(value));
    }
  }

  private record SectionPart(RecordComponent component, SectionSchema<?> section) implements Part {
    @Override
    public Stream<SettingKey<?>> keys() {
      return section.keys();
    }

    @Override
    public Object read(SettingsSource source) {
      return section.create(source);
    }

    @Override
    public void print(Object value, Map<String, String> target) {
      section.print((Record) value, target);
    }
  }

  private record OptionsPart(RecordComponent component) implements Part {
    @Override
    public Stream<SettingKey<?>> keys() {
      return Stream.of();
    }

    @Override
    public Object read(SettingsSource source) {
      return source.options();
    }

    @Override
    public void print(Object value, Map<String, String> target) {
      ((Map<?, ?>) value).forEach((name, text) -> target.put("" + name, "" + text));
    }
  }

  private record ListPart(RecordComponent component, SectionSchema<?> item) implements Part {
    @Override
    public Stream<SettingKey<?>> keys() {
      return item.keys();
    }

    @Override
    public Object read(SettingsSource source) {
      String path = item.type.getAnnotation(Section.class).value();
      return source.items(path).stream().<Object>map(item::create).toList();
    }

    @Override
    public void print(Object value, Map<String, String> target) {
      List<?> items = (List<?>) value;
      for (int i = 0; i < items.size(); i++) {
        String position = "[" + i + "]";
        Map<String, String> values = new LinkedHashMap<>();
        item.print((Record) items.get(i), values);
        values.forEach((path, text) -> target.put(path.replace("[]", position), text));
      }
    }
  }
}

package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.Reading;
import dev.procdeck.protocol.Unavailable;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes random values of the protocol's records by looking at their components, so that a new type
/// or field is covered without anybody thinking of it.
final class RandomRecords {
    private static final String[] TEXTS = {
        "", "nginx.service", "a b\n\t\u0000", "进程", "\uD83D\uDE00", "x".repeat(300), "--password"
    };
    private final Random random;

    RandomRecords(long seed) {
        random = new Random(seed);
    }

    /// The records under a sealed root, in the order in which they are permitted.
    static List<Class<?>> leaves(Class<?> root) {
        if (!root.isSealed()) {
            return List.of(root);
        }
        List<Class<?>> leaves = new ArrayList<>();
        for (Class<?> permitted : root.getPermittedSubclasses()) {
            leaves.addAll(leaves(permitted));
        }
        return leaves;
    }

    <T> T record(Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = component(components[i]);
        }
        return construct(type, values);
    }

    /// The same record with one component, but not its first, made anew.
    <T> T mutate(T before) {
        RecordComponent[] components = before.getClass().getRecordComponents();
        int chosen = 1 + random.nextInt(components.length - 1);
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                components[i].getAccessor().setAccessible(true);
                values[i] =
                        i == chosen
                                ? component(components[i])
                                : components[i].getAccessor().invoke(before);
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) before.getClass();
        return construct(type, values);
    }

    private @Nullable Object component(RecordComponent component) {
        return value(component.getAnnotatedType(), component.getGenericType());
    }

    private @Nullable Object value(AnnotatedType annotated, Type type) {
        if (annotated.isAnnotationPresent(Nullable.class) && random.nextInt(3) == 0) {
            return null;
        }
        if (type instanceof ParameterizedType parameterized) {
            return generic((AnnotatedParameterizedType) annotated, parameterized);
        }
        return plain((Class<?>) type);
    }

    private Object generic(AnnotatedParameterizedType annotated, ParameterizedType type) {
        AnnotatedType[] arguments = annotated.getAnnotatedActualTypeArguments();
        Type[] types = type.getActualTypeArguments();
        Class<?> raw = (Class<?>) type.getRawType();
        if (raw == Reading.class) {
            return random.nextInt(3) == 0
                    ? new Reading.Absent<>(constant(Unavailable.class))
                    : new Reading.Value<>(value(arguments[0], types[0]));
        }
        int size = random.nextInt(4);
        if (raw == Map.class) {
            Map<Object, Object> map = new HashMap<>();
            for (int i = 0; i < size; i++) {
                map.put(value(arguments[0], types[0]), value(arguments[1], types[1]));
            }
            return map;
        }
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(value(arguments[0], types[0]));
        }
        if (raw == List.class) {
            return list;
        }
        if (raw == Set.class) {
            return new HashSet<>(list);
        }
        throw new AssertionError("teach me " + type);
    }

    private Object plain(Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return random.nextInt() >> random.nextInt(32);
        } else if (type == long.class || type == Long.class) {
            return random.nextLong() >> random.nextInt(64);
        } else if (type == double.class || type == Double.class) {
            return random.nextInt(4) == 0 ? 0.0 : random.nextGaussian() * 1e6;
        } else if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        } else if (type == char.class) {
            return (char) random.nextInt(0xFFFF);
        } else if (type == String.class) {
            return TEXTS[random.nextInt(TEXTS.length)] + random.nextInt(10);
        } else if (type == Instant.class) {
            return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
        } else if (type.isEnum()) {
            return constant(type);
        } else if (type.isSealed()) {
            List<Class<?>> leaves = leaves(type);
            return record(leaves.get(random.nextInt(leaves.size())));
        } else if (type.isRecord()) {
            return record(type);
        }
        throw new AssertionError("teach me " + type);
    }

    private <T> T constant(Class<T> type) {
        T[] constants = type.getEnumConstants();
        return constants[random.nextInt(constants.length)];
    }

    private static <T> T construct(Class<T> type, @Nullable Object[] values) {
        try {
            Class<?>[] types =
                    java.util.Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}

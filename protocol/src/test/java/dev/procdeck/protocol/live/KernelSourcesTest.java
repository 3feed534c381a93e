package dev.procdeck.protocol.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.HostFacts;
import dev.procdeck.protocol.answer.PastProcesses;
import dev.procdeck.protocol.answer.ProcessDetail;
import dev.procdeck.protocol.answer.Schedule;
import dev.procdeck.protocol.answer.ServiceDetail;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every field that tells something of the host stands under its name in docs/kernel-sources.md.
class KernelSourcesTest {
    /// What holds other fields together, and our own numbers.
    private static final Set<String> NOT_OF_THE_HOST =
            Set.of("id", "key", "row", "items", "unavailable", "begin", "program", "end", "main");

    private final Set<Type> seen = new HashSet<>();
    private final Set<String> missing = new TreeSet<>();

    @Test
    void everyFieldHasItsSource() throws IOException {
        String text = Files.readString(Path.of("../docs/kernel-sources.md"));
        for (Class<?> root :
                List.of(
                        HostFacts.class,
                        Resources.class,
                        ProcessRow.class,
                        ProcessDetail.class,
                        SocketRow.class,
                        ServiceRow.class,
                        ServiceDetail.class,
                        EventFeed.class,
                        EventRow.class,
                        Schedule.class,
                        PastProcesses.class)) {
            look(root, text);
        }
        assertThat(missing).isEmpty();
    }

    private void look(Type type, String text) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                look(argument, text);
            }
        } else if (type instanceof Class<?> record
                && record.isRecord()
                && record != ProcessKey.class
                && seen.add(type)) {
            for (RecordComponent component : record.getRecordComponents()) {
                String name = component.getName();
                if (!NOT_OF_THE_HOST.contains(name)
                        && !Pattern.compile("\\b" + name + "\\b").matcher(text).find()) {
                    missing.add(record.getSimpleName() + "." + name);
                }
                look(component.getGenericType(), text);
            }
        }
    }
}

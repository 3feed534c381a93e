package dev.procdeck.host.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.host.bpf.EventRecord.Decoded;
import dev.procdeck.host.bpf.EventRecord.MalformedRecordException;
import dev.procdeck.host.events.ProcessEvent;
import dev.procdeck.host.procfs.KernelUnits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EventRecordTest {
    private static final Map<String, Integer> SIZES = Map.of("__u64", 8, "__u32", 4, "__s32", 4);

    @Test
    void theLayoutIsThatOfTheKernelProgram() throws IOException {
        assertThat(offsets("event", 0))
                .containsExactly(
                        EventRecord.KIND,
                        EventRecord.PID,
                        EventRecord.TIME,
                        EventRecord.START,
                        EventRecord.GROUP,
                        EventRecord.PARENT,
                        EventRecord.UID,
                        EventRecord.COMM,
                        EventRecord.PARENT_COMM,
                        EventRecord.HEAD_BYTES);
        assertThat(offsets("exec_event", EventRecord.HEAD_BYTES))
                .containsExactly(
                        EventRecord.LENGTH,
                        EventRecord.CAPTURED,
                        EventRecord.ARGUMENTS,
                        EventRecord.ARGUMENTS + EventRecord.MAX_ARGUMENT_BYTES);
        assertThat(offsets("exit_event", EventRecord.HEAD_BYTES))
                .containsExactly(
                        EventRecord.STATUS,
                        EventRecord.STATUS + 4,
                        EventRecord.RUN_TIME,
                        EventRecord.PEAK_PAGES,
                        EventRecord.EXIT_BYTES);
        assertThat(offsets("cgroup_event", 0))
                .containsExactly(
                        EventRecord.KIND,
                        EventRecord.NAME_LENGTH,
                        EventRecord.GROUP_ID,
                        EventRecord.GROUP_PARENT,
                        EventRecord.NAME,
                        EventRecord.CGROUP_BYTES);
    }

    private static List<Integer> offsets(String structure, int start) throws IOException {
        String source = Files.readString(Path.of("src/main/bpf/events.bpf.c"));
        Matcher body =
                Pattern.compile("struct " + structure + " \\{(.*?)\\n};", Pattern.DOTALL)
                        .matcher(source);
        assertThat(body.find()).isTrue();
        Matcher field =
                Pattern.compile("\\t(__u64|__u32|__s32|char) \\w+(?:\\[(\\w+)])?;")
                        .matcher(body.group(1));
        List<Integer> offsets = new ArrayList<>();
        int at = start;
        while (field.find()) {
            int size =
                    field.group(2) == null ? SIZES.get(field.group(1)) : constant(field.group(2));
            assertThat(at % Math.min(size, 8)).as("no padding before " + field.group()).isZero();
            offsets.add(at);
            at += size;
        }
        offsets.add(at);
        return offsets;
    }

    private static int constant(String name) {
        return switch (name) {
            case "16" -> 16;
            case "ARGUMENT_BYTES" -> EventRecord.MAX_ARGUMENT_BYTES;
            case "NAME_BYTES" -> EventRecord.MAX_NAME_BYTES;
            default -> throw new AssertionError("teach me " + name);
        };
    }

    /// A record as the kernel program makes it.
    private static ByteBuffer record(int kind, int bytes) {
        ByteBuffer record = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
        record.putInt(EventRecord.KIND, kind).putInt(EventRecord.PID, 4711);
        record.putLong(EventRecord.TIME, 5_000_000_000L);
        record.putLong(EventRecord.START, 1_230_000_000L);
        record.putLong(EventRecord.GROUP, 77).putInt(EventRecord.PARENT, 12);
        record.putInt(EventRecord.UID, 1000);
        record.put(EventRecord.COMM, "a) R 1 (\n".getBytes(StandardCharsets.UTF_8));
        record.put(EventRecord.PARENT_COMM, "sixteen bytes ok".getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private static ProcessEvent event(ByteBuffer record) throws MalformedRecordException {
        return ((Decoded.OfProcess) decode(record.array(), record.capacity())).event();
    }

    private static Decoded decode(byte[] bytes, int length) throws MalformedRecordException {
        return EventRecord.decode(bytes, length, KernelUnits.COMMON, _ -> null);
    }

    @Test
    void aRecordIsReadFieldByField() throws Exception {
        byte[] arguments = "sh\0-c\0echo \u8fdb\0".getBytes(StandardCharsets.UTF_8);
        ByteBuffer record =
                record(EventRecord.EXEC, EventRecord.ARGUMENTS + arguments.length)
                        .putInt(EventRecord.LENGTH, arguments.length)
                        .putInt(EventRecord.CAPTURED, arguments.length)
                        .put(EventRecord.ARGUMENTS, arguments);
        ProcessEvent.Executed executed = (ProcessEvent.Executed) event(record);
        assertThat(executed.subject().identity().pid()).isEqualTo(4711);
        assertThat(executed.subject().identity().startTicks()).isEqualTo(123);
        assertThat(executed.subject().parentPid()).isEqualTo(12);
        assertThat(executed.subject().comm()).isEqualTo("a) R 1 (\n");
        assertThat(executed.subject().parentComm()).isEqualTo("sixteen bytes ok");
        assertThat(executed.commandLine()).isNotNull();
        assertThat(executed.commandLine().arguments()).containsExactly("sh", "-c", "echo \u8fdb");
        assertThat(executed.commandLine().truncated()).isFalse();
    }

    @Test
    void anEndSaysHow() throws Exception {
        ByteBuffer record =
                record(EventRecord.EXIT, EventRecord.EXIT_BYTES)
                        .putInt(EventRecord.STATUS, 0x8b)
                        .putLong(EventRecord.RUN_TIME, 42)
                        .putLong(EventRecord.PEAK_PAGES, 3);
        ProcessEvent.Exited exited = (ProcessEvent.Exited) event(record);
        assertThat(exited.status()).isNotNull();
        assertThat(exited.status().signalName()).isEqualTo("SEGV");
        assertThat(exited.status().coreDumped()).isTrue();
        assertThat(exited.peakRssBytes()).isEqualTo(3 * 4096);
        record.putLong(EventRecord.PEAK_PAGES, 0);
        assertThat(((ProcessEvent.Exited) event(record)).peakRssBytes())
                .as("the memory was gone: unknown, never 0")
                .isNull();
    }

    @Test
    void argumentsThatCouldNotBeReadAreAbsent() throws Exception {
        ByteBuffer record =
                record(EventRecord.EXEC, EventRecord.ARGUMENTS).putInt(EventRecord.LENGTH, 30);
        assertThat(((ProcessEvent.Executed) event(record)).commandLine()).isNull();
    }

    @Test
    void aRecordOfAnotherLengthIsRefused() {
        for (int kind : new int[] {0, 1, 2, 3, 4, 5, -1}) {
            for (int length = 0; length < 300; length++) {
                if (kind == EventRecord.FORK && length == EventRecord.HEAD_BYTES
                        || kind == EventRecord.EXEC && length == EventRecord.ARGUMENTS
                        || kind == EventRecord.EXIT && length == EventRecord.EXIT_BYTES
                        || kind == EventRecord.CGROUP && length == EventRecord.CGROUP_BYTES) {
                    continue;
                }
                ByteBuffer record = record(kind, 400);
                int cut = length;
                assertThatThrownBy(() -> decode(record.array(), cut))
                        .isInstanceOf(MalformedRecordException.class);
            }
        }
    }

    @Test
    void randomBytesEndInAValueOrTheStatedException() {
        for (long seed = 0; seed < 40_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(5_000)];
            random.nextBytes(bytes);
            if (bytes.length > 3) {
                ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putInt(0, random.nextInt(6));
            }
            if (random.nextBoolean() && bytes.length > EventRecord.ARGUMENTS) {
                ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
                record.putInt(EventRecord.PID, 1 + random.nextInt(100));
                record.putInt(EventRecord.CAPTURED, bytes.length - EventRecord.ARGUMENTS);
            }
            int length = random.nextInt(4) == 0 ? random.nextInt() : bytes.length;
            try {
                decode(bytes, length);
            } catch (MalformedRecordException _) {
                // The one allowed failure.
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}

package dev.procdeck.host.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskRecordTest {
    private static final Map<String, Integer> SIZES =
            Map.of("__u64", 8, "__u32", 4, "__s32", 4, "char", 16);

    @Test
    void theLayoutIsThatOfTheKernelProgram() throws IOException {
        List<Integer> thread = offsets("thread_record", 0);
        assertThat(thread)
                .containsExactly(
                        TaskRecord.KIND,
                        TaskRecord.PID,
                        TaskRecord.RUN_TIME,
                        TaskRecord.USER_TIME,
                        TaskRecord.SYSTEM_TIME,
                        TaskRecord.MINOR_FAULTS,
                        TaskRecord.MAJOR_FAULTS,
                        TaskRecord.READ_CALL_BYTES,
                        TaskRecord.WRITTEN_CALL_BYTES,
                        TaskRecord.READ_BYTES,
                        TaskRecord.WRITTEN_BYTES,
                        TaskRecord.CANCELLED_BYTES,
                        TaskRecord.RUN_DELAY,
                        TaskRecord.SWITCHES,
                        TaskRecord.THREAD_BYTES);
        assertThat(offsets("leader_record", TaskRecord.THREAD_BYTES))
                .containsExactly(
                        TaskRecord.START,
                        TaskRecord.VIRTUAL_PAGES,
                        TaskRecord.RESIDENT_PAGES,
                        TaskRecord.START_CODE,
                        TaskRecord.START_STACK,
                        TaskRecord.CGROUP,
                        TaskRecord.PARENT,
                        TaskRecord.UID,
                        TaskRecord.STATE,
                        TaskRecord.FLAGS,
                        TaskRecord.PRIO,
                        TaskRecord.STATIC_PRIO,
                        TaskRecord.THREADS,
                        TaskRecord.IO_KNOWN,
                        TaskRecord.COMM,
                        TaskRecord.LEADER_BYTES);
    }

    /// Offsets of the plain fields of a structure in the C source, and its end.
    private static List<Integer> offsets(String structure, int start) throws IOException {
        String source = Files.readString(Path.of("src/main/bpf/tasks.h"));
        Matcher body =
                Pattern.compile("struct " + structure + " \\{(.*?)\\n};", Pattern.DOTALL)
                        .matcher(source);
        assertThat(body.find()).isTrue();
        Matcher field =
                Pattern.compile("\\t(__u64|__u32|__s32|char) \\w+(\\[16])?;")
                        .matcher(body.group(1));
        List<Integer> offsets = new ArrayList<>();
        int at = start;
        while (field.find()) {
            int size = SIZES.get(field.group(1));
            assertThat(at % Math.min(size, 8)).as("no padding before " + field.group()).isZero();
            offsets.add(at);
            at += size;
        }
        offsets.add(at);
        return offsets;
    }

    @ParameterizedTest
    @CsvSource({
        "0x0,R",
        "0x1,S",
        "0x2,D",
        "0x4,T",
        "0x8,t",
        "0x10,X",
        "0x20,Z",
        "0x40,P",
        "0x402,I",
        "0x1000,D",
        "0x8000,D",
        "0x2002,D",
        "0x2001,S",
        "0x30,Z"
    })
    void statesAreTheLettersOfProc(String state, char letter) {
        assertThat(TaskRecord.stateOf(Integer.decode(state))).isEqualTo(letter);
    }
}

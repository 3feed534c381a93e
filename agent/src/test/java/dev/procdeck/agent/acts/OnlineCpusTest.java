package dev.procdeck.agent.acts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.procfs.ProcFs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlineCpusTest {
    @TempDir private Path root;

    @Test
    void whatIsNotThereAndWhatIsThereAreListed() throws Exception {
        String times = " 1 2 3 4 5 6 7 8 0 0\n";
        StringBuilder stat = new StringBuilder("cpu " + times);
        for (int cpu : new int[] {0, 1, 2, 5}) {
            stat.append("cpu").append(cpu).append(times);
        }
        Files.writeString(root.resolve("stat"), stat + "intr 1\nbtime 1\n");
        try (ProcFs proc = ProcFs.at(root)) {
            assertThat(OnlineCpus.missing(proc, List.of(5, 0, 2))).isEmpty();
            assertThat(OnlineCpus.missing(proc, List.of())).isEmpty();
            assertThat(OnlineCpus.missing(proc, List.of(99, 0, 3, 4)))
                    .contains(Map.of("cpus", "3-4,99", "online", "0-2,5"));
        }
    }

    @Test
    void whenTheKernelDoesNotSayItIsLeftToJudge() {
        try (ProcFs proc = ProcFs.at(root)) {
            assertThat(OnlineCpus.missing(proc, List.of(99))).isEmpty();
        }
    }
}

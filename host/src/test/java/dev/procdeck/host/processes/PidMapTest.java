package dev.procdeck.host.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PidMapTest {

    @Test
    void behavesAsAHashMapUnderAnyHistory() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        PidMap<String> ours = new PidMap<>();
        Map<Integer, String> theirs = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            int pid = random.nextInt(5000);
            if (random.nextInt(200) == 0) {
                char last = (char) ('0' + random.nextInt(10));
                ours.removeIf(value -> value.charAt(value.length() - 1) == last);
                theirs.values().removeIf(value -> value.charAt(value.length() - 1) == last);
            } else {
                ours.put(pid, pid + "/" + step);
                theirs.put(pid, pid + "/" + step);
            }
            int asked = random.nextInt(5000);
            assertThat(ours.get(asked)).as("seed %d", seed).isEqualTo(theirs.get(asked));
            assertThat(ours.size()).as("seed %d", seed).isEqualTo(theirs.size());
        }
    }
}

package dev.procdeck.host.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The jobs of /etc/anacrontab, anacrontab(5). Immutable.
public record Anacrontab(List<Job> jobs) {

    private static final Map<String, String> PERIODS =
            Map.of(
                    "@daily",
                    "1",
                    "@weekly",
                    "7",
                    "@monthly",
                    "31",
                    "@yearly",
                    "365",
                    "@annually",
                    "365");

    public Anacrontab {
        jobs = List.copyOf(jobs);
    }

    /// @param schedule period and delay as written
    /// @param periodDays days between runs; empty with an error. A month counts as 31, as its days
    ///   differ
    /// @param identifier name of the file in /var/spool/anacron that holds the day of the last run
    public record Job(
            int number,
            String schedule,
            Optional<Integer> periodDays,
            String identifier,
            String command,
            Optional<String> error) {}

    public static Anacrontab parse(String text) {
        var jobs = new ArrayList<Job>();
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            String line = raw.strip();
            if (line.isEmpty()
                    || line.startsWith("#")
                    || line.matches("[A-Za-z_][A-Za-z0-9_]*\\s*=.*")) {
                continue;
            }
            String[] fields = line.split("[ \\t]+", 4);
            boolean whole = fields.length == 4 && fields[1].matches("\\d{1,9}");
            String period =
                    fields[0].startsWith("@") ? PERIODS.getOrDefault(fields[0], "") : fields[0];
            boolean sound = whole && period.matches("\\d{1,6}");
            jobs.add(
                    new Job(
                            number,
                            fields.length > 1 ? fields[0] + " " + fields[1] : fields[0],
                            sound ? Optional.of(Integer.parseInt(period)) : Optional.empty(),
                            fields.length > 2 ? fields[2] : "",
                            fields.length > 3 ? fields[3] : "",
                            sound ? Optional.empty() : Optional.of("invalid syntax")));
        }
        return new Anacrontab(jobs);
    }
}

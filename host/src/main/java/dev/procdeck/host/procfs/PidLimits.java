package dev.procdeck.host.procfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// /proc/[pid]/limits, proc_pid_limits(5): fixed columns of 25, 20, 20 and 10 characters.
public record PidLimits(List<Limit> limits) {
    public static final int MAX_BYTES = 8 * 1024;

    private static final int SOFT = 26;
    private static final int HARD = 47;
    private static final int UNIT = 68;

    /// An empty value is `unlimited`; `unit` is empty for priorities.
    public record Limit(String name, OptionalLong soft, OptionalLong hard, String unit) {}

    /// Empty when the text is not such a file.
    public static Optional<PidLimits> parse(String text) {
        String[] lines = text.split("\n");
        if (lines.length == 0 || !lines[0].startsWith("Limit ")) {
            return Optional.empty();
        }
        List<Limit> limits = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i];
            if (line.length() < HARD) {
                return Optional.empty();
            }
            Optional<OptionalLong> soft = value(line, SOFT, HARD);
            Optional<OptionalLong> hard = value(line, HARD, Math.min(UNIT, line.length()));
            if (soft.isEmpty() || hard.isEmpty()) {
                return Optional.empty();
            }
            String unit = line.length() > UNIT ? line.substring(UNIT).strip() : "";
            limits.add(new Limit(line.substring(0, SOFT).strip(), soft.get(), hard.get(), unit));
        }
        return Optional.of(new PidLimits(List.copyOf(limits)));
    }

    private static Optional<OptionalLong> value(String line, int start, int end) {
        String word = line.substring(start, end).strip();
        if (word.equals("unlimited")) {
            return Optional.of(OptionalLong.empty());
        }
        try {
            // RLIM_INFINITY is the largest unsigned value; the rest fits a long on any real host.
            return Optional.of(OptionalLong.of(Long.parseUnsignedLong(word)));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}

package dev.procdeck.host.procfs;

import java.nio.ByteBuffer;
import java.util.Optional;

/// One file of /proc/pressure: time in which tasks waited for a resource;
/// Documentation/accounting/psi.rst. Immutable.
///
/// Linux 4.20 and later, unless built or booted without it (`psi=0` makes reading fail with
/// EOPNOTSUPP).
///
/// @param some at least one task waited
/// @param full all tasks that were not idle waited; absent for `cpu` before Linux 5.13
public record Pressure(Share some, Optional<Share> full) {

    /// @param totalMicros counter since boot
    public record Share(
            double avg10Percent, double avg60Percent, double avg300Percent, long totalMicros) {}

    /// @throws MalformedFileException without a `some` line
    public static Pressure parse(ByteBuffer text) {
        Optional<Share> some = Optional.empty();
        Optional<Share> full = Optional.empty();
        var cursor = new TextCursor(text);
        for (; !cursor.atEnd(); cursor.nextLine()) {
            if (cursor.skip("some ")) {
                some = Optional.of(share(cursor));
            } else if (cursor.skip("full ")) {
                full = Optional.of(share(cursor));
            }
        }
        return new Pressure(
                some.orElseThrow(() -> new MalformedFileException("pressure: no some line")), full);
    }

    private static Share share(TextCursor line) {
        double ten = field(line, "avg10=");
        double sixty = field(line, "avg60=");
        double threeHundred = field(line, "avg300=");
        line.skipSpaces();
        if (Double.isNaN(ten + sixty + threeHundred) || !line.skip("total=") || !line.atDigit()) {
            throw new MalformedFileException("pressure: fields missing");
        }
        return new Share(ten, sixty, threeHundred, line.number());
    }

    private static double field(TextCursor line, String name) {
        line.skipSpaces();
        return line.skip(name) ? line.decimal() : Double.NaN;
    }
}

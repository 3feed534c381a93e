package dev.procdeck.host.schedule;

import java.util.Optional;
import java.util.regex.Pattern;

/// Which files of a directory run-parts(8) runs. Pure.
///
/// @param isDebian Debian's program takes names of letters, digits, `_` and `-` alone; others skip
///   leftovers of editors and packages
record RunParts(boolean isDebian) {

    private static final Pattern DEBIAN_NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern LEFTOVER =
            Pattern.compile(".*(~|,|,v|\\.rpmsave|\\.rpmorig|\\.rpmnew|\\.swp|\\.cfsaved)");
    private static final Pattern CALL = Pattern.compile(".*\\brun-parts\\b.*?\\s(/[^\\s;&|)}]+).*");

    /// Why a file with this name is skipped.
    Optional<String> skipReason(String name) {
        if (isDebian && !DEBIAN_NAME.matcher(name).matches()) {
            return Optional.of(
                    "run-parts skips this name: only letters, digits, _ and - may be in it");
        }
        if (!isDebian && LEFTOVER.matcher(name).matches()) {
            return Optional.of("run-parts skips this name");
        }
        return Optional.empty();
    }

    /// The directory that a command runs with run-parts.
    static Optional<String> directoryOf(String command) {
        var call = CALL.matcher(command);
        return call.matches()
                ? Optional.of(call.group(1).replaceFirst("/+$", ""))
                : Optional.empty();
    }

    /// Whether a command gives way to anacron when that is installed, as Debian's /etc/crontab
    /// does.
    static boolean yieldsToAnacron(String command) {
        return command.matches("\\s*test -x /usr/sbin/anacron\\s*\\|\\|.*")
                || command.matches("\\s*\\[ -x /usr/sbin/anacron ]\\s*\\|\\|.*");
    }
}

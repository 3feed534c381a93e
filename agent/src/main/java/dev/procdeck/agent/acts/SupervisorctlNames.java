package dev.procdeck.agent.acts;

import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.host.services.ServiceManager;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which programs the words of a supervisorctl command mean, so that each is judged: `all`,
/// `group:*` and `group:` stand for programs that nobody typed (supervisor/options.py,
/// split_namespec). Pure but for asking supervisord what it rules.
final class SupervisorctlNames {
    private static final String ALL = "all";
    private static final String UPDATE = "update";
    private static final String REREAD = "reread";

    private SupervisorctlNames() {}

    /// Every program meant, by `group:program`, and each word as it was typed; empty when the
    /// command means programs that supervisord does not tell.
    static Optional<List<String>> expand(CommandJudge.Asked asked, ServiceManagers managers) {
        String verb = String.valueOf(asked.verb());
        if (verb.equals(REREAD)) {
            // It reads the configuration and touches no program.
            return Optional.of(List.of());
        }
        boolean byGroup = verb.equals(UPDATE);
        List<String> words = byGroup && asked.names().isEmpty() ? List.of(ALL) : asked.names();
        List<String> known = List.of();
        if (words.stream().anyMatch(word -> byGroup || isWide(word))) {
            Optional<List<String>> programs = programs(managers);
            if (programs.isEmpty()) {
                return Optional.empty();
            }
            known = programs.get();
        }
        Set<String> meant = new LinkedHashSet<>();
        for (String word : words) {
            meant.add(word);
            if (word.equals(ALL)) {
                meant.addAll(known);
            } else if (byGroup || isWide(word)) {
                String group = groupOf(word) + ":";
                known.stream().filter(name -> name.startsWith(group)).forEach(meant::add);
            } else if (word.indexOf(':') < 0) {
                // A lone name means the program of that name in the group of that name.
                meant.add(word + ":" + word);
            }
        }
        return Optional.of(List.copyOf(meant));
    }

    /// Whether a word names one program in full, and not several, or one by half its name.
    static boolean isProgram(String word) {
        return word.indexOf(':') > 0 && !isWide(word);
    }

    private static boolean isWide(String word) {
        return word.equals(ALL) || word.endsWith(":*") || word.endsWith(":");
    }

    private static String groupOf(String word) {
        int colon = word.indexOf(':');
        return colon < 0 ? word : word.substring(0, colon);
    }

    private static Optional<List<String>> programs(ServiceManagers managers) {
        for (ServiceManager manager : managers.all()) {
            if (manager.name().equals("supervisord")) {
                ServiceListing listing = manager.list();
                return listing.availability() instanceof ServiceListing.Available
                        ? Optional.of(listing.rows().stream().map(row -> row.name()).toList())
                        : Optional.empty();
            }
        }
        return Optional.of(List.of());
    }
}

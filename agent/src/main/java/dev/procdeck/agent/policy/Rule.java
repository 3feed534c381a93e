package dev.procdeck.agent.policy;

import dev.procdeck.host.commands.ProgramLookup;
import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Role;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One line of a policy. Immutable.
sealed interface Rule {
    /// The line's number in its file, from 1.
    int line();

    /// `protect`, `confirm`, `require`, `allow`, `deny` or `template`.
    String effect();

    /// Whether it lets this person do what it speaks of.
    default boolean allows(Actor actor) {
        return false;
    }

    /// Whether it forbids this person what it speaks of.
    default boolean denies(Actor actor) {
        return false;
    }

    /// A rule that lets somebody do something, or forbids it.
    sealed interface Judging extends Rule {
        boolean allow();

        Who who();

        @Override
        default String effect() {
            return allow() ? "allow" : "deny";
        }

        @Override
        default boolean allows(Actor actor) {
            return allow() && who().allows(actor.userName(), actor.role());
        }

        @Override
        default boolean denies(Actor actor) {
            return !allow() && who().denies(actor.userName(), actor.role());
        }
    }

    /// `protect unit GLOB…`: acts are refused, whoever asks.
    record Protect(int line, List<Glob> units) implements Rule {
        @Override
        public String effect() {
            return "protect";
        }
    }

    /// The unit that this program runs in: no line of a file, and none can take it back.
    record Own(String unit) implements Rule {
        @Override
        public int line() {
            return 0;
        }

        @Override
        public String effect() {
            return "protect";
        }
    }

    /// `confirm unit GLOB…`: the name must be typed.
    record Confirm(int line, List<Glob> units) implements Rule {
        @Override
        public String effect() {
            return "confirm";
        }
    }

    /// `require ROLE second-factor`: who has this role or one above it must have one.
    record Require(int line, Role role) implements Rule {
        @Override
        public String effect() {
            return "require";
        }
    }

    /// `template ID PROGRAM [ARGUMENT…] [with NAME=TYPE…] [as ACCOUNT]`.
    record Template(int line, CommandTemplate template) implements Rule {
        @Override
        public String effect() {
            return "template";
        }
    }

    /// `allow|deny WHO template GLOB…`.
    record RunTemplate(int line, boolean allow, Who who, List<Glob> ids) implements Judging {}

    /// `allow|deny WHO VERBS on GLOB…`.
    record Service(int line, boolean allow, Who who, Set<ServiceVerb> verbs, List<Glob> units)
            implements Judging {}

    /// `allow|deny WHO signal any|NAMES`; null means any.
    record Signals(int line, boolean allow, Who who, @Nullable Set<String> names)
            implements Judging {
        boolean speakOf(String signal) {
            return names == null || names.contains(signal);
        }
    }

    /// `allow|deny WHO priority`.
    record Priority(int line, boolean allow, Who who) implements Judging {}

    /// `allow|deny WHO program NAME|PATH [SUBCOMMANDS] [as USER]`; no subcommands means any
    /// arguments.
    record Program(
            int line,
            boolean allow,
            Who who,
            String program,
            Set<String> subcommands,
            @Nullable String runAs)
            implements Judging {
        /// A plain name means the program of that name in one of root's folders.
        boolean means(String path) {
            if (program.startsWith("/")) {
                return program.equals(path);
            }
            Path resolved = Path.of(path);
            return ProgramLookup.FOLDERS.contains(resolved.getParent())
                    && String.valueOf(resolved.getFileName()).equals(program);
        }

        boolean speaksOf(@Nullable String subcommand) {
            return subcommands.isEmpty()
                    || (subcommand != null && subcommands.contains(subcommand));
        }
    }

    /// Whom a rule is about: one person, or a role.
    sealed interface Who {
        /// Whether an allowing rule speaks of this person: the role or any higher one.
        boolean allows(String userName, Role role);

        /// Whether a denying rule speaks of this person: the role or any lower one.
        boolean denies(String userName, Role role);
    }

    /// `admin`, `operator` or `viewer`. Allowed to a role is allowed to the roles above it, denied
    /// to a role is denied to the roles below it: so a higher role may never do less.
    record OfRole(Role role) implements Who {
        @Override
        public boolean allows(String userName, Role other) {
            return other.compareTo(role) >= 0;
        }

        @Override
        public boolean denies(String userName, Role other) {
            return other.compareTo(role) <= 0;
        }
    }

    /// `user:NAME`.
    record OfUser(String name) implements Who {
        @Override
        public boolean allows(String userName, Role role) {
            return name.equals(userName);
        }

        @Override
        public boolean denies(String userName, Role role) {
            return name.equals(userName);
        }
    }
}

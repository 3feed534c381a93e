package dev.procdeck.agent.policy;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The policy in force, loaded anew when its file changes. Thread-safe.
///
/// Which file: the one that was named, else `/etc/procdeck/policy` while it exists, else the
/// built-in default. Every decision sees the file as it is then: looking at its attributes costs
/// microseconds.
public final class PolicyStore {
    public static final Path DEFAULT_PATH = Path.of("/etc/procdeck/policy");

    private final PolicyFile file;
    private final boolean named;
    private final @Nullable String ownUnit;
    private final Consumer<Policy> onChange;
    private String fingerprint;
    private Policy current;

    /// @param named the file that was named; null for the default place
    /// @param ownUnit the unit that this program runs in, which every policy protects; null for
    ///   none
    /// @param onChange told of each policy but the first, on the thread that saw the change
    public PolicyStore(
            @Nullable Path named, int ownUid, @Nullable String ownUnit, Consumer<Policy> onChange) {
        this(
                new PolicyFile(named == null ? DEFAULT_PATH : named, ownUid),
                named != null,
                ownUnit,
                onChange);
    }

    PolicyStore(
            PolicyFile file, boolean named, @Nullable String ownUnit, Consumer<Policy> onChange) {
        this.file = file;
        this.named = named;
        this.ownUnit = ownUnit;
        this.onChange = onChange;
        this.fingerprint = file.fingerprint();
        this.current = load();
    }

    /// The policy in force at this moment.
    public Policy current() {
        Policy changed;
        synchronized (this) {
            String now = file.fingerprint();
            if (now.equals(fingerprint)) {
                return current;
            }
            fingerprint = now;
            current = load();
            changed = current;
        }
        onChange.accept(changed);
        return changed;
    }

    private Policy load() {
        Policy loaded = named || file.exists() ? file.load() : Policy.builtIn();
        return loaded.protectingOwn(ownUnit);
    }
}

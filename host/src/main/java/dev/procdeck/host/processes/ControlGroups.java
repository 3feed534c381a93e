package dev.procdeck.host.processes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a control group path says, by the rules of systemd's `cg_path_get_unit` and its siblings
/// (basic/cgroup-util.c). Pure.
public final class ControlGroups {
    private static final Pattern UNIT =
            Pattern.compile(
                    "[A-Za-z0-9:_.\\\\@-]{1,247}\\.(service|socket|target|device|mount|automount|swap|timer|path|slice|scope)");
    private static final Pattern USER_MANAGER = Pattern.compile("user@\\d+\\.service");
    private static final Pattern SESSION = Pattern.compile("session-([A-Za-z0-9]+)\\.scope");

    /// `docker-ID.scope`, `libpod-ID.scope`, `cri-containerd-ID.scope`, `crio-ID.scope`,
    /// `/docker/ID`, `/kubepods/…/ID`.
    private static final Pattern CONTAINER =
            Pattern.compile("(?:^|[-/:])([0-9a-f]{64})(?:\\.scope)?(?:/|$)");

    private ControlGroups() {}

    public static ControlGroup parse(String path) {
        String[] parts = path.split("/");
        int at = afterSlices(parts, 0);
        String slice =
                at > 0 && isSlice(unescape(parts[at - 1])) ? unescape(parts[at - 1]) : "-.slice";
        String unit = at < parts.length ? unitOf(parts[at]) : null;
        String userUnit = null;
        String session = null;
        if (unit != null && USER_MANAGER.matcher(unit).matches()) {
            int inner = afterSlices(parts, at + 1);
            userUnit = inner < parts.length ? unitOf(parts[inner]) : null;
        } else if (unit != null) {
            Matcher matcher = SESSION.matcher(unit);
            session = matcher.matches() ? matcher.group(1) : null;
        }
        return new ControlGroup(path, unit, userUnit, slice, session, containerOf(path));
    }

    /// The index of the first part from `start` on that is neither empty nor a slice.
    private static int afterSlices(String[] parts, int start) {
        int at = start;
        while (at < parts.length && (parts[at].isEmpty() || isSlice(unescape(parts[at])))) {
            at++;
        }
        return at;
    }

    private static boolean isSlice(String name) {
        return name.endsWith(".slice") && UNIT.matcher(name).matches();
    }

    private static @Nullable String unitOf(String part) {
        String name = unescape(part);
        return UNIT.matcher(name).matches() && !name.startsWith(".") ? name : null;
    }

    /// systemd puts `_` before names that the kernel keeps for itself; `\x2d` belongs to the unit's
    /// name and stays.
    private static String unescape(String part) {
        return part.startsWith("_") ? part.substring(1) : part;
    }

    private static @Nullable String containerOf(String path) {
        Matcher matcher = CONTAINER.matcher(path);
        String found = null;
        int from = 0;
        while (matcher.find(from)) {
            found = matcher.group(1);
            // The slash that ended this match may begin the next.
            from = matcher.end(1);
        }
        return found;
    }
}

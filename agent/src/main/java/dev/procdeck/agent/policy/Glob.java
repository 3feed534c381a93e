package dev.procdeck.agent.policy;

import java.util.List;

/// A pattern of `*` (any characters) and `?` (one), matched against a whole name in time linear in
/// the name for each star. Immutable.
record Glob(String pattern) {
    /// The suffix of a unit that is meant by a name without one.
    private static final String SERVICE = ".service";

    /// Whether any of these means the unit. A name without a dot, as SysV scripts have, also means
    /// the service of that name.
    static boolean anyMeans(List<Glob> globs, String unit) {
        for (Glob glob : globs) {
            if (glob.matches(unit) || (unit.indexOf('.') < 0 && glob.matches(unit + SERVICE))) {
                return true;
            }
        }
        return false;
    }

    boolean matches(String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length()
                    && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))
                    && pattern.charAt(p) != '*') {
                p++;
                n++;
            } else if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}

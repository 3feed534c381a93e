package dev.procdeck.host.services;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds the names most like one that does not exist: those it is a part of first, then those a few
/// edits away. Pure.
public final class NearestNames {

    private static final int OFFERED = 3;
    private static final int LONGEST = 64;

    private record Candidate(String name, int distance) {}

    private NearestNames() {}

    public static List<String> of(String asked, Collection<String> known) {
        String wanted = stem(asked);
        if (wanted.isEmpty() || wanted.length() > LONGEST) {
            return List.of();
        }
        int furthest = Math.max(2, wanted.length() / 2);
        return known.stream()
                .filter(name -> name.length() <= 4 * LONGEST)
                .map(name -> new Candidate(name, distance(wanted, stem(name))))
                .filter(candidate -> candidate.distance() <= furthest)
                .sorted(
                        Comparator.comparingInt(Candidate::distance)
                                .thenComparing(candidate -> !candidate.name().endsWith(".service"))
                                .thenComparing(Candidate::name))
                .limit(OFFERED)
                .map(Candidate::name)
                .toList();
    }

    private static String stem(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        int dot = lower.lastIndexOf('.');
        return dot > 0 ? lower.substring(0, dot) : lower;
    }

    private static int distance(String a, String b) {
        if (a.length() >= 3 && b.contains(a) || b.length() >= 3 && a.contains(b)) {
            return Math.min(2, Math.abs(a.length() - b.length()));
        }
        return edits(a, b);
    }

    /// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.
    private static int edits(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1);
                best = Math.min(best, cost[i - 1][j - 1] + same);
                boolean swapped =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
            }
        }
        return cost[a.length()][b.length()];
    }
}

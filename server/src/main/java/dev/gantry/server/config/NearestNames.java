package dev.gantry.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds what somebody probably meant, by edit distance and without regard to case.
public final class NearestNames {
    private static final int LONGEST = 200;

    private record Candidate(String name, int distance) {}

    private NearestNames() {}

    /// The known name that is nearest, if one is near enough to be worth naming.
    public static Optional<String> find(String given, Collection<String> known) {
        return find(given, known, 1).stream().findFirst();
    }

    /// At most {@code limit} known names that are near, nearest first. A name is near when fewer than half
    /// of its characters differ, or when one contains the other.
    public static List<String> find(String given, Collection<String> known, int limit) {
        if (given.isBlank() || given.length() > LONGEST) {
            return List.of();
        }
        return known.stream()
                .map(name -> new Candidate(name, distance(fold(given), fold(name))))
                .filter(candidate -> isNear(fold(given), candidate))
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(limit)
                .map(Candidate::name)
                .toList();
    }

    private static boolean isNear(String given, Candidate candidate) {
        String name = fold(candidate.name());
        boolean contained =
                (given.length() >= 3 && name.contains(given)) || (name.length() >= 3 && given.contains(name));
        return contained || candidate.distance() * 2 < Math.max(given.length(), name.length());
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// Levenshtein's distance with swaps: insertions, deletions, substitutions, and neighbours exchanged.
    static int distance(String left, String right) {
        int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, left, right, i, j);
            }
        }
        return cost[left.length()][right.length()];
    }

    private static int cheapest(int[][] cost, String left, String right, int i, int j) {
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        int substituted = cost[i - 1][j - 1] + (same ? 0 : 1);
        int cheapest = Math.min(substituted, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(cheapest, cost[i - 2][j - 2] + 1) : cheapest;
    }
}

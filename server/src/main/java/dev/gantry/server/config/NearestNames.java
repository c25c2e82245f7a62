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

    /// Levenshtein's distance: insertions, deletions and substitutions.
    static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int substituted = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substituted, Math.min(previous[j], row[j - 1]) + 1);
            }
            int[] swapped = previous;
            previous = row;
            row = swapped;
        }
        return previous[right.length()];
    }
}

package dev.gantry.benchmarks.load;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What came of one {@link LoadPlan}. Immutable.
///
/// @param completed answers that were whole and as expected
/// @param failed connections that were refused or lost, or gave a wrong answer; each is used no further
/// @param events events of the completed answers, `[DONE]` included
/// @param peakBusy how many requests were under way at the same time, at most
/// @param wallNanos from the start to the last answer
/// @param firstProblem what was wrong first, null where nothing was
record LoadReport(
        long completed,
        long failed,
        long events,
        int peakBusy,
        long wallNanos,
        Latencies latencies,
        @Nullable String firstProblem) {

    /// From the moment at which a request was due to the last byte of its answer, so that a request that had
    /// to wait for a free connection is not made to look fast.
    record Latencies(long p50Nanos, long p99Nanos, long maxNanos) {
        static Latencies of(long[] samples, int count) {
            if (count == 0) {
                return new Latencies(0, 0, 0);
            }
            long[] sorted = Arrays.copyOf(samples, count);
            Arrays.sort(sorted);
            return new Latencies(at(sorted, 0.5), at(sorted, 0.99), sorted[count - 1]);
        }

        private static long at(long[] sorted, double share) {
            return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length))];
        }
    }

    /// One line of words `name=value`, the problem last.
    String toLine() {
        String line = "completed=" + completed + " failed=" + failed + " events=" + events + " peak-busy=" + peakBusy
                + " wall-nanos=" + wallNanos + " p50-nanos=" + latencies.p50Nanos() + " p99-nanos="
                + latencies.p99Nanos() + " max-nanos=" + latencies.maxNanos();
        return firstProblem == null ? line : line + " problem=" + firstProblem.replaceAll("\\s+", "_");
    }
}

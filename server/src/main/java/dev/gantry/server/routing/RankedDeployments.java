package dev.gantry.server.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The deployments of one model, grouped once by their order, so that a request only has to draw where there
/// is a choice. Immutable.
final class RankedDeployments {
    private final List<List<Deployment>> ranks;
    private final List<Deployment> inOrder;
    private final boolean leavesChoice;

    private RankedDeployments(List<List<Deployment>> ranks) {
        this.ranks = ranks;
        this.inOrder = ranks.stream().flatMap(List::stream).toList();
        this.leavesChoice = ranks.size() < inOrder.size();
    }

    static RankedDeployments of(List<Deployment> deployments) {
        TreeMap<Integer, List<Deployment>> byOrder = deployments.stream()
                .collect(Collectors.groupingBy(one -> one.offer().order(), TreeMap::new, Collectors.toList()));
        return new RankedDeployments(List.copyOf(byOrder.values()));
    }

    boolean isEmpty() {
        return inOrder.isEmpty();
    }

    /// The order in which they are tried now: lower orders first, and among those of one order a fresh draw by
    /// weight; weight 0 comes last.
    List<Deployment> draw(RandomGenerator random) {
        if (!leavesChoice) {
            return inOrder;
        }
        List<Deployment> drawn = new ArrayList<>(inOrder.size());
        for (List<Deployment> rank : ranks) {
            List<Deployment> rest = new ArrayList<>(rank);
            while (!rest.isEmpty()) {
                drawn.add(rest.remove(pick(rest, random)));
            }
        }
        return drawn;
    }

    private static int pick(List<Deployment> rest, RandomGenerator random) {
        long total = rest.stream().mapToLong(one -> one.offer().weight()).sum();
        if (rest.size() == 1 || total == 0) {
            return 0;
        }
        long point = random.nextLong(total);
        int index = 0;
        while (point >= rest.get(index).offer().weight()) {
            point -= rest.get(index).offer().weight();
            index++;
        }
        return index;
    }
}

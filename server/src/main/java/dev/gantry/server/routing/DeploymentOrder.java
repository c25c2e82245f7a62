package dev.gantry.server.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Puts deployments in the order in which they are tried: lower orders first, and among those of one order a
/// fresh draw by weight; weight 0 comes last.
final class DeploymentOrder {
    private DeploymentOrder() {}

    static List<Deployment> arrange(List<Deployment> deployments, RandomGenerator random) {
        if (deployments.size() < 2) {
            return deployments;
        }
        TreeMap<Integer, List<Deployment>> ranks = deployments.stream()
                .collect(Collectors.groupingBy(one -> one.offer().order(), TreeMap::new, Collectors.toList()));
        List<Deployment> arranged = new ArrayList<>(deployments.size());
        ranks.values().forEach(rank -> draw(new ArrayList<>(rank), random, arranged));
        return arranged;
    }

    private static void draw(List<Deployment> rest, RandomGenerator random, List<Deployment> arranged) {
        while (!rest.isEmpty()) {
            arranged.add(rest.remove(pick(rest, random)));
        }
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

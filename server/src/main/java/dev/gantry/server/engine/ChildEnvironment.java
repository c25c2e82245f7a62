package dev.gantry.server.engine;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The variables that a child sees: what a program needs to run and to find its accelerator, and nothing that may be a
/// secret of the gateway.
final class ChildEnvironment {
    private static final Set<String> NAMES = Set.of("PATH", "HOME", "USER", "TMPDIR", "TZ", "LANG", "LD_LIBRARY_PATH");
    private static final Set<String> PREFIXES =
            Set.of("LC_", "DYLD_", "GGML_", "CUDA_", "NVIDIA_", "HIP_", "ROCR_", "HSA_", "VK_", "OMP_", "MTL_");

    private ChildEnvironment() {}

    static Map<String, String> of(Map<String, String> environment) {
        Map<String, String> kept = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith)) {
                kept.put(name, value);
            }
        });
        return kept;
    }
}

package dev.gantry.server.engine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// What of the machine decides the engine's defaults. Immutable.
///
/// @param cores processors that this process may use, at least 1
/// @param memoryBytes physical memory, or the container's limit where that is smaller
public record Machine(int cores, long memoryBytes) {
    public static Machine current() {
        long memoryBytes =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return new Machine(Runtime.getRuntime().availableProcessors(), memoryBytes);
    }
}

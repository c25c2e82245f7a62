package dev.gantry.server.store;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A live server that holds a data folder.
///
/// @param pid its process id, as it sees it itself
/// @param url where it listens; null while it is still starting
public record RunningServer(long pid, @Nullable URI url) {
    /// How a sentence names it: `process 4711, http://127.0.0.1:8080`.
    public String description() {
        return "process " + pid + (url == null ? ", still starting" : ", " + url);
    }
}

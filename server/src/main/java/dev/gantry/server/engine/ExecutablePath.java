package dev.gantry.server.engine;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The folders of a `PATH` variable.
///
/// @param value folders joined by the system's separator; may be empty
record ExecutablePath(String value) {
    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    /// The first executable of that name.
    Optional<Path> find(String name) {
        return folders()
                .map(folder -> folder.resolve(name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private Stream<Path> folders() {
        return SEPARATOR
                .splitAsStream(value)
                .filter(folder -> !folder.isBlank())
                .map(Path::of);
    }
}

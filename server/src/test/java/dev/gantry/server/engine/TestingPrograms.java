package dev.gantry.server.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A folder of shell scripts that stand for the programs on the `PATH`.
record TestingPrograms(Path folder) {
    /// Adds a program.
    Path add(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// Adds a `python3` of that minor version, whose `-m pip download` runs the script.
    Path addPython(int minor, String pipDownload) throws IOException {
        Path python = folder.resolve("python3");
        return add("python3", """
                case "$1 $2 $3" in
                "-c "*) echo "%d %s" ;;
                "-m pip --version") %s ;;
                "-m pip download") shift 3; while [ "$1" != --dest ]; do shift; done; DEST=$2; %s ;;
                esac
                """.formatted(minor, python, pipDownload.isEmpty() ? "exit 1" : "exit 0", pipDownload));
    }

    /// Adds a `llama-server` that knows the usual options.
    Path addLlamaServer(String version) throws IOException {
        return add("llama-server", """
                case "$1" in
                --version) %s ;;
                --help) echo '-m, --model FNAME  --host HOST --port PORT -c,    --ctx-size N -np, --parallel N' ;
                        echo '-t,    --threads N --api-key KEY --jinja, --no-jinja --no-webui (env: LLAMA_X)' ;;
                esac
                """.formatted(version));
    }

    ExecutablePath path() {
        return new ExecutablePath(folder.toString());
    }
}

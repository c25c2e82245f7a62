package dev.gantry.server.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Python that can run the engine's wheel: 3.10 or newer. Immutable.
///
/// @param executable its program
record PythonInterpreter(Path executable) {
    private static final List<String> NAMES =
            List.of("python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10");
    private static final int LEAST_MINOR = 10;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String PROBE = "import sys; print(sys.version_info[1], sys.executable)";
    private static final Pattern PROBED = Pattern.compile("(\\d+) (/.+)\\n");

    /// The first one on the path that is new enough.
    ///
    /// @throws ProvisioningException when there is none; names the command that installs it
    static PythonInterpreter require(ExecutablePath path) throws ProvisioningException, InterruptedException {
        for (String name : NAMES) {
            Optional<Path> program = path.find(name);
            Optional<PythonInterpreter> usable = program.isPresent() ? probe(program.get()) : Optional.empty();
            if (usable.isPresent()) {
                return usable.get();
            }
        }
        throw new ProvisioningException("The engine needs python3, version 3.10 or newer, which is not on the PATH; "
                + installHint(path, "python3 python3-pip", "python") + ".");
    }

    /// Checks that it can download packages.
    ///
    /// @throws ProvisioningException when it has no pip; names the command that installs it
    void requirePip(ExecutablePath path) throws ProvisioningException, InterruptedException {
        if (!succeeds(List.of(executable.toString(), "-m", "pip", "--version"))) {
            throw new ProvisioningException("Downloading the engine needs pip for " + executable
                    + ", which is not installed; " + installHint(path, "python3-pip", "python") + ".");
        }
    }

    /// Asks a program for its version and its true path, which a version switcher hides.
    private static Optional<PythonInterpreter> probe(Path program) throws InterruptedException {
        try {
            Matcher probed = PROBED.matcher(ToolRun.of(List.of(program.toString(), "-c", PROBE), TIMEOUT)
                    .output());
            return probed.matches() && Integer.parseInt(probed.group(1)) >= LEAST_MINOR
                    ? Optional.of(new PythonInterpreter(Path.of(probed.group(2))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean succeeds(List<String> command) throws InterruptedException {
        try {
            return ToolRun.of(command, TIMEOUT).succeeded();
        } catch (IOException e) {
            return false;
        }
    }

    private static String installHint(ExecutablePath path, String debianPackages, String brewFormula) {
        if (path.find("apt-get").isPresent()) {
            return "install it with: sudo apt-get install -y " + debianPackages;
        }
        if (System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")) {
            return "install it with: brew install " + brewFormula;
        }
        return "install " + debianPackages + " with your system's package manager";
    }
}

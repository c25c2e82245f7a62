package dev.gantry.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `gantry keys`: makes, lists and revokes API keys in a data folder, whether a server runs on it or not.
@Command(
        name = "keys",
        description = {"Makes, lists and revokes API keys. A running server honours a change within a second.", ""},
        subcommands = {KeysCommandCreate.class, KeysCommandList.class, KeysCommandRevoke.class},
        footer = {
            "",
            "Examples:",
            "  ./gantry keys create --name laptop",
            "  export OPENAI_API_KEY=$(./gantry keys create --name laptop)",
            "  ./gantry keys list",
            "  ./gantry keys revoke laptop"
        })
public final class KeysCommand implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with keys: create, list or revoke.");
    }
}

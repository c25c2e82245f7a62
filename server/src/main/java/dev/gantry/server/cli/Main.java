package dev.gantry.server.cli;

import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line. `./gantry` finds a JDK, builds, and comes here.
@Command(
        name = "gantry",
        description = {
            "A self-hosted Chat Completions service: one OpenAI-compatible endpoint in front of every chat model.",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            ChatCommand.class,
            KeysCommand.class,
            ModelsCommand.class,
            CheckConfigCommand.class,
            RehearseCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "  test          Runs all tests, the real engine and the real clients included.",
            "  bench         Runs the benchmarks.",
            "",
            "Start here:",
            "  ./gantry serve                       a small local model, a key, a curl",
            "  ./gantry keys create --name me       another key",
            "  ./gantry chat \"Hello\"                a talk with the running server",
            "  OPENAI_API_KEY=sk-… ./gantry serve   OpenAI's models too",
            "  ./gantry models                      the models, and what enables each",
            "",
            "./gantry COMMAND --help explains a command by example."
        })
public final class Main implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Main.class);

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    private Main() {}

    /// Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 called wrongly.
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments.length == 0 ? new String[] {"help"} : arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Main::calledWrongly)
                .setExecutionExceptionHandler(Main::failedUnexpectedly);
    }

    /// A mistake of ours is one sentence for the user and a trace for the report.
    private static int failedUnexpectedly(Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
        command.getErr()
                .println("gantry failed unexpectedly: " + failure
                        + ". This is a bug; GANTRY_LOG_LEVEL=DEBUG shows where.");
        log.debug("command failed", failure);
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /// One sentence and where to read on, instead of the whole help.
    private static int calledWrongly(CommandLine.ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Try: ./" + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public void run() {
        commandLine().usage(System.out);
    }
}

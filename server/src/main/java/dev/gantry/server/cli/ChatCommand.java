package dev.gantry.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gantry chat`: a conversation in the terminal with a running server, streamed, reasoning dimmed. Ctrl-C ends the
/// process and with it the connection, so the server cancels the upstream.
@Command(
        name = "chat",
        description = {
            "Talks to a running server in the terminal. Without a prompt it keeps the conversation going.",
            ""
        },
        footer = {
            "",
            "The server is found through the data folder; --url and --api-key (or GANTRY_URL, GANTRY_API_KEY) name another.",
            "",
            "Examples:",
            "  ./gantry chat \"Explain what an API is in one sentence.\"",
            "  ./gantry chat --model deepseek-ai/DeepSeek-R1",
            "  git diff | ./gantry chat \"Write a commit message for this:\" -"
        })
public final class ChatCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    @Option(names = "--model", paramLabel = "ID", description = "The model to ask; default: ${DEFAULT-VALUE}.")
    private String model = "local";

    @Option(names = "--data-dir", paramLabel = "DIR", description = "The data folder of the server.")
    private @Nullable Path dataDir;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Another server, for example https://gantry.example.com.")
    private @Nullable String url;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description = "The key for it. Prefer the variable: ps shows options.")
    private @Nullable String apiKey;

    @Parameters(
            paramLabel = "PROMPT",
            arity = "0..*",
            description = "What to ask; - stands for what comes on standard input.")
    private List<String> prompt = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            ServerAccess access = ServerAccess.find(url, apiKey, dataDir, System.getenv());
            Terminal terminal = new Terminal(out, Terminal.isInteractive());
            ChatClient client = new ChatClient(access, model, terminal);
            return prompt.isEmpty() ? converse(client, terminal) : ask(client);
        } catch (ChatFailure failure) {
            err.println(failure.getMessage());
            return 1;
        }
    }

    private int ask(ChatClient client) throws IOException {
        List<String> parts = new ArrayList<>();
        for (String part : prompt) {
            parts.add(part.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : part);
        }
        client.say(String.join(" ", parts));
        return 0;
    }

    private static int converse(ChatClient client, Terminal terminal) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        terminal.prompt();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank()) {
                client.say(line);
            }
            terminal.prompt();
        }
        return 0;
    }
}

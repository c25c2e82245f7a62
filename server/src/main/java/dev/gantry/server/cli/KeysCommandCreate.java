package dev.gantry.server.cli;

import dev.gantry.server.auth.ApiKey;
import dev.gantry.server.auth.ApiKeyStore;
import dev.gantry.server.auth.KeyName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "create",
        description = {
            "Makes a key and prints it, alone, on standard output.",
            "This is the only time that it can be seen: only its hash is kept.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./gantry keys create --name laptop",
            "  export OPENAI_API_KEY=$(./gantry keys create --name laptop)",
            "  ./gantry keys create --name ci > ci.key"
        })
final class KeysCommandCreate implements Callable<Integer> {
    @Option(
            names = "--name",
            paramLabel = "NAME",
            required = true,
            converter = NameConverter.class,
            description = "What to call it in lists: 1 to 64 printable characters.")
    @SuppressWarnings("NullAway.Init")
    private KeyName name;

    @Mixin
    private final KeysCommandStore store = new KeysCommandStore();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        return store.withKeys(this::create);
    }

    private int create(ApiKeyStore keys) {
        ApiKey key = store.registry(keys).issue(name);
        spec.commandLine().getOut().println(key.secret());
        spec.commandLine()
                .getErr()
                .println("Keep it now: it is not shown again. To end it: ./gantry keys revoke ID"
                        + " (the id is in ./gantry keys list).");
        return 0;
    }

    static final class NameConverter implements ITypeConverter<KeyName> {
        @Override
        public KeyName convert(String text) {
            try {
                return new KeyName(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}

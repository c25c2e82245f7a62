package dev.gantry.server.cli;

import dev.gantry.server.auth.ApiKeyStore;
import dev.gantry.server.auth.StoredKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "list",
        description = {"Lists the keys of a data folder, oldest first. Secrets are not kept, so none is shown.", ""},
        footer = {
            "",
            "Examples:",
            "  ./gantry keys list",
            "  ./gantry keys list --json | jq -r '.[] | select(.status == \"active\") | .id'"
        })
final class KeysCommandList implements Callable<Integer> {
    @Option(names = "--json", description = "Print a JSON array instead of a table.")
    private boolean json;

    @Mixin
    private final KeysCommandStore store = new KeysCommandStore();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        return store.withExistingKeys(keys -> list(rows(keys, store.now())), this::listNone);
    }

    private int listNone(Path folder) {
        spec.commandLine().getErr().println("There are no keys in " + folder + " yet.");
        return list(List.of());
    }

    private int list(List<Row> rows) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build()
                    .writeValueAsString(rows));
        } else {
            table(rows).forEach(out::println);
        }
        return 0;
    }

    private static List<Row> rows(ApiKeyStore keys, Instant now) {
        return keys.list().stream().map(key -> Row.of(key, now)).toList();
    }

    private static List<String> table(List<Row> rows) {
        return KeysCommandTable.of(List.of("ID", "NAME", "PREFIX", "CREATED", "STATUS"))
                .lines(rows.stream().map(Row::cells).toList());
    }

    /// One key as it is shown.
    private record Row(
            String id,
            String name,
            String prefix,
            String project,
            boolean admin,
            String createdAt,
            @Nullable String expiresAt,
            @Nullable String revokedAt,
            String status) {
        static Row of(StoredKey key, Instant now) {
            return new Row(
                    key.id(),
                    key.name(),
                    key.prefix(),
                    key.project(),
                    key.admin(),
                    seconds(key.createdAt()),
                    key.expiresAt() == null ? null : seconds(key.expiresAt()),
                    key.revokedAt() == null ? null : seconds(key.revokedAt()),
                    key.status(now).label());
        }

        List<String> cells() {
            return List.of(id, name, prefix + "…", createdAt, admin ? status + ", admin" : status);
        }

        private static String seconds(Instant instant) {
            return instant.truncatedTo(ChronoUnit.SECONDS).toString();
        }
    }
}

package dev.gantry.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.server.auth.ApiKey;
import dev.gantry.server.auth.ApiKeyHash;
import dev.gantry.server.auth.Await;
import dev.gantry.server.auth.KeyDirectory;
import dev.gantry.server.auth.KeyStatus;
import dev.gantry.server.auth.StoredKey;
import dev.gantry.server.store.DataFolder;
import dev.gantry.server.store.SqlApiKeyStore;
import dev.gantry.server.store.SqlStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KeysCommandTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    @Test
    void printsTheNewKeyAloneOnStandardOutput() {
        Outcome created = keys("create", "--name", "laptop");

        assertThat(created.exitCode()).isZero();
        assertThat(created.out()).endsWith(System.lineSeparator());
        assertThat(ApiKey.isWellFormed(created.out().strip())).isTrue();
        assertThat(created.err())
                .contains("not shown again")
                .doesNotContain(created.out().strip());
    }

    @Test
    void listsWhatWasMadeWithoutItsSecret() {
        String secret = create("Anna's laptop");
        create("🔑 ci");
        Outcome listed = keys("list");

        assertThat(listed.exitCode()).isZero();
        assertThat(listed.out().lines().toList())
                .satisfiesExactly(
                        heading -> assertThat(heading).matches("ID +NAME +PREFIX +CREATED +STATUS"),
                        first -> assertThat(first)
                                .matches(
                                        "key_\\w{16}  Anna's laptop  rc_live_\\w{4}…  \\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z  active"),
                        second -> assertThat(second).contains("  🔑 ci           rc_live_"));
        assertThat(listed.out()).doesNotContain(secret);
    }

    @Test
    void listsAsJson() {
        create("a");
        keys("revoke", "a");
        JsonNode rows = JsonMapper.shared().readTree(keys("list", "--json").out());

        assertThat(rows.size()).isEqualTo(1);
        assertThat(rows.get(0).propertyNames())
                .containsExactly(
                        "id", "name", "prefix", "project", "admin", "created_at", "expires_at", "revoked_at", "status");
        assertThat(rows.get(0).get("status").asString()).isEqualTo("revoked");
        assertThat(rows.get(0).get("expires_at").isNull()).isTrue();
    }

    @Test
    void revokesByNameAndById() {
        create("a");
        create("b");
        String id = id(1);

        assertThat(keys("revoke", id)).returns(0, Outcome::exitCode);
        assertThat(keys("revoke", "b")).returns(0, Outcome::exitCode);
        assertThat(row(1)).endsWith("revoked");
        assertThat(row(2)).endsWith("revoked");
        assertThat(keys("revoke", "b"))
                .returns(0, Outcome::exitCode)
                .satisfies(outcome -> assertThat(outcome.err()).contains("was revoked before"));
    }

    @Test
    void asksForAnIdWhenANameIsShared() {
        create("a");
        create("a");
        Outcome revoked = keys("revoke", "a");

        assertThat(revoked.exitCode()).isEqualTo(1);
        assertThat(revoked.err()).contains(id(1), id(2));
        assertThat(row(1)).endsWith("active");
    }

    @Test
    void saysThatThereIsNoSuchKey() {
        String secret = create("a");

        assertThat(keys("revoke", "nobody"))
                .returns(1, Outcome::exitCode)
                .satisfies(outcome -> assertThat(outcome.err()).contains("nobody", "./gantry keys list"));
        assertThat(keys("revoke", secret))
                .returns(1, Outcome::exitCode)
                .satisfies(outcome ->
                        assertThat(outcome.err()).contains("looks like a key").doesNotContain(secret));
    }

    @Test
    void makesNoFolderToListOrRevoke() {
        Path missing = directory.resolve("missing");

        assertThat(run("list", "--json", "--data-dir", missing.toString()))
                .returns(0, Outcome::exitCode)
                .returns("[]", outcome -> outcome.out().strip());
        assertThat(run("revoke", "a", "--data-dir", missing.toString())).returns(1, Outcome::exitCode);
        assertThat(missing).doesNotExist();
    }

    @Test
    void worksWhileAServerRunsAndIsHonouredWithinASecond() {
        DataFolder folder = DataFolder.open(directory);
        try (SqlStore store = SqlStore.open(folder);
                KeyDirectory server = KeyDirectory.open(new SqlApiKeyStore(store))) {
            ApiKeyHash hash = ApiKeyHash.of(create("a"));
            Await.within(A_SECOND, () -> server.find(hash).isPresent());

            keys("revoke", "a");
            Await.within(
                    A_SECOND,
                    () -> server.find(hash).filter(KeysCommandTest::isRevoked).isPresent());
        }
    }

    @Test
    void failsWithOneSentence() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Outcome onAFile = run("create", "--name", "a", "--data-dir", file.toString());
        Files.writeString(directory.resolve("gantry.db"), "no database");
        List<Outcome> onRubbish = List.of(keys("create", "--name", "a"), keys("list"), keys("revoke", "a"));

        assertThat(onAFile)
                .returns(1, Outcome::exitCode)
                .satisfies(outcome ->
                        assertThat(outcome.err()).contains("is not a folder").hasLineCount(1));
        assertThat(onRubbish).allSatisfy(outcome -> {
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err()).contains("not a database").hasLineCount(1);
            assertThat(outcome.out()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "\u001b[2J", "rc_live_0"})
    void takesABadNameForAUsageError(String name) {
        Outcome outcome = keys("create", "--name", name);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--name").doesNotContain("\u001b[2J");
        assertThat(outcome.out()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void takesAMissingPartForAUsageError() {
        assertThat(List.of(run(), run("create"), run("revoke"), run("burn")))
                .extracting(Outcome::exitCode)
                .containsOnly(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "create", "list", "revoke"})
    void teachesByExample(String command) {
        Outcome help = command.isEmpty() ? run("--help") : run(command, "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Examples:", "  ./gantry keys " + (command.isEmpty() ? "create" : command));
    }

    private String create(String name) {
        return keys("create", "--name", name).out().strip();
    }

    private String id(int line) {
        return row(line).substring(0, "key_".length() + 16);
    }

    private String row(int line) {
        return keys("list").out().lines().toList().get(line);
    }

    private Outcome keys(String command, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = command;
        all[1] = "--data-dir=" + directory;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return run(all);
    }

    private static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new KeysCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    private static boolean isRevoked(StoredKey key) {
        return key.status(Instant.now()) == KeyStatus.REVOKED;
    }

    private record Outcome(int exitCode, String out, String err) {}
}

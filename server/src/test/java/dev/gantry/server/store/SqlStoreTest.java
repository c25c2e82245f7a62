package dev.gantry.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.server.config.StartupException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.util.LibraryLoaderUtil;

class SqlStoreTest {
    @TempDir
    Path directory;

    private DataFolder folder;

    @BeforeEach
    void openFolder() {
        folder = DataFolder.open(directory);
    }

    @Test
    void isReadableByItsOwnerOnly() throws Exception {
        try (SqlStore store = SqlStore.open(folder)) {
            execute(store, "UPDATE api_key_version SET value = 7");

            try (Stream<Path> files = Files.list(directory)) {
                List<Path> database = files.filter(
                                file -> file.getFileName().toString().startsWith("gantry.db"))
                        .toList();
                assertThat(database)
                        .hasSize(3)
                        .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                                .isEqualTo(PosixFilePermissions.fromString("rw-------")));
            }
        }
    }

    @Test
    void survivesARestart() {
        try (SqlStore store = SqlStore.open(folder)) {
            execute(store, "UPDATE api_key_version SET value = 7");
        }
        try (SqlStore store = SqlStore.open(folder)) {
            assertThat(number(store, "SELECT value FROM api_key_version")).isEqualTo(7);
        }
    }

    @Test
    void writesAheadAndWaitsForOthers() {
        try (SqlStore store = SqlStore.open(folder)) {
            assertThat(text(store, "PRAGMA journal_mode")).isEqualTo("wal");
            assertThat(number(store, "PRAGMA synchronous")).isEqualTo(1);
            assertThat(number(store, "PRAGMA busy_timeout")).isEqualTo(5_000);
        }
    }

    @Test
    void keepsTheNativeLibraryInAFolderOfItsOwn() throws Exception {
        SqlStore.open(folder).close();

        try (Stream<Path> files = Files.walk(directory.resolve("native"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .singleElement()
                    .satisfies(file -> assertThat(file).hasFileName(LibraryLoaderUtil.getNativeLibName()));
        }
    }

    @Test
    void keepsNoNativeLibraryWhereOthersCanWrite() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        SqlStore.open(folder).close();

        assertThat(directory.resolve("native")).doesNotExist();
    }

    @Test
    void isMigratedOnceWhenManyOpenItTogether() throws Exception {
        List<Future<?>> openings = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                openings.add(executor.submit(() -> SqlStore.open(folder).close()));
            }
            for (Future<?> opening : openings) {
                opening.get(30, TimeUnit.SECONDS);
            }
        }

        try (SqlStore store = SqlStore.open(folder)) {
            assertThat(number(store, "SELECT count(*) FROM flyway_schema_history"))
                    .isEqualTo(Migrations.NEWEST);
        }
    }

    @Test
    void shipsAsManyMigrationsAsItSays() throws Exception {
        URL resource = Thread.currentThread().getContextClassLoader().getResource(Migrations.LOCATION);
        try (Stream<Path> files = Files.list(Path.of(String.valueOf(resource).substring("file:".length())))) {
            List<String> versions = files.map(file -> file.getFileName().toString())
                    .sorted()
                    .map(name -> name.substring(0, name.indexOf("__")))
                    .toList();

            assertThat(versions).hasSize(Migrations.NEWEST).endsWith("V%03d".formatted(Migrations.NEWEST));
        }
    }

    @Test
    void refusesADatabaseOfANewerGantry() {
        try (SqlStore store = SqlStore.open(folder)) {
            execute(store, """
                    INSERT INTO flyway_schema_history
                        (installed_rank, version, description, type, script, installed_by, execution_time, success)
                    VALUES (99, '099', 'future', 'SQL', 'V099__future.sql', '', 0, 1)
                    """);
        }

        refuses("written by a newer Gantry (schema 99", "--data-dir");
    }

    @Test
    void refusesADamagedFile() throws Exception {
        Files.writeString(folder.database(), "This is a shopping list, not a database.\n".repeat(200));

        refuses("damaged, or not a database", "move the file away");
        assertThat(folder.database()).content().startsWith("This is a shopping list");
    }

    @Test
    void refusesAFileThatWasCutInTheMiddle() throws Exception {
        SqlStore.open(folder).close();
        byte[] whole = Files.readAllBytes(folder.database());
        byte[] cut = new byte[whole.length];
        System.arraycopy(whole, 0, cut, 0, 100);
        Files.write(folder.database(), cut);

        refuses("gantry.db", "damaged");
    }

    @Test
    void refusesAFolderInPlaceOfTheFile() throws Exception {
        Files.createDirectory(folder.database());

        refuses("gantry.db", "cannot be opened");
    }

    @Test
    void refusesATableThatIsNotItsOwn() throws Exception {
        try (SqlStore store = SqlStore.open(folder)) {
            execute(store, "DROP TABLE flyway_schema_history");
        }

        refuses("cannot be brought to schema");
    }

    private void refuses(String... messageParts) {
        assertThatThrownBy(() -> SqlStore.open(folder))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll(messageParts)
                .message()
                .doesNotContain("\n")
                .hasSizeLessThan(400);
    }

    private static void execute(SqlStore store, String sql) {
        store.call(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }

    private static int number(SqlStore store, String sql) {
        return Integer.parseInt(text(store, sql));
    }

    private static String text(SqlStore store, String sql) {
        return store.call(connection -> first(connection, sql));
    }

    private static String first(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}

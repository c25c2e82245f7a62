package dev.gantry.server.store;

import dev.gantry.server.config.StartupException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings a database to the newest schema. Flyway does the work; since it costs a third of a second of
/// start-up even when there is nothing to do, its history table is asked first.
final class Migrations {
    /// The version of the newest file in `db/migration/sqlite`; a test holds the two together.
    static final int NEWEST = 1;

    static final String LOCATION = "db/migration/sqlite";

    private static final String HISTORY_TABLE = "flyway_schema_history";

    private final Path database;
    private final DataSource source;

    Migrations(Path database, DataSource source) {
        this.database = database;
        this.source = source;
    }

    /// Fails with a [StartupException] where the database is of a newer Gantry or cannot be migrated.
    void apply(Connection connection) throws SQLException {
        int version = version(connection);
        if (version > NEWEST) {
            throw new StartupException("The database " + database + " was written by a newer Gantry (schema " + version
                    + ", this one knows " + NEWEST + "). Run that version, or choose another folder with --data-dir"
                    + " DIR.");
        }
        if (version < NEWEST) {
            migrateAlone();
        }
    }

    /// 0 for an empty database.
    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return hasHistory(statement) ? newestInHistory(statement) : 0;
        }
    }

    private static boolean hasHistory(Statement statement) throws SQLException {
        try (ResultSet tables =
                statement.executeQuery("SELECT 1 FROM sqlite_master WHERE name = '" + HISTORY_TABLE + "'")) {
            return tables.next();
        }
    }

    private static int newestInHistory(Statement statement) throws SQLException {
        try (ResultSet newest = statement.executeQuery(
                "SELECT max(CAST(version AS INTEGER)) FROM " + HISTORY_TABLE + " WHERE success")) {
            return newest.next() ? newest.getInt(1) : 0;
        }
    }

    /// Flyway does not lock SQLite, so a server and a command that start together would both migrate: a file
    /// lock keeps processes apart, and the monitor the threads of one process.
    private void migrateAlone() {
        synchronized (Migrations.class) {
            Path lock = database.resolveSibling("migrate.lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                Flyway.configure()
                        .dataSource(source)
                        .locations("classpath:" + LOCATION)
                        .load()
                        .migrate();
            } catch (IOException | FlywayException e) {
                throw new StartupException(
                        "The database " + database + " cannot be brought to schema " + NEWEST + ": " + firstLine(e), e);
            }
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}

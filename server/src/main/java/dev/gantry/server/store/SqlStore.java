package dev.gantry.server.store;

import dev.gantry.server.config.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteException;

/// The SQLite database `gantry.db` of a data folder, readable by its owner only. In WAL mode, so that several
/// processes may use it at once; a change survives the death of the process, the last ones may be lost when
/// the machine loses power. Blocking; thread-safe: one connection, used by one thread at a time.
public final class SqlStore implements AutoCloseable {
    /// How long a statement waits for another process to finish its change.
    static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);

    private final ReentrantLock turn = new ReentrantLock();
    private final Connection connection;

    private SqlStore(Connection connection) {
        this.connection = connection;
    }

    /// Opens the database, made and migrated where needed. Fails with a [StartupException].
    public static SqlStore open(DataFolder folder) {
        SqliteLibrary.install(folder);
        Path database = folder.database();
        try {
            createPrivately(database);
            SQLiteDataSource source = source(database);
            Connection connection = source.getConnection();
            try {
                new Migrations(database, source).apply(connection);
                return new SqlStore(connection);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException | IOException e) {
            throw new StartupException("The database " + database + " cannot be opened: " + reason(e), e);
        }
    }

    /// Runs one piece of work; it must not keep the connection.
    <T> T call(SqlWork<T> work) {
        turn.lock();
        try {
            return work.run(connection);
        } catch (SQLException e) {
            throw new StoreException("the database failed", e);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() {
        call(open -> {
            open.close();
            return true;
        });
    }

    @FunctionalInterface
    interface SqlWork<T> {
        T run(Connection connection) throws SQLException;
    }

    /// SQLite gives its side files the permissions of the database.
    private static void createPrivately(Path database) throws IOException {
        if (!Files.exists(database)) {
            Files.createFile(
                    database, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    private static SQLiteDataSource source(Path database) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.NORMAL);
        config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + database);
        return source;
    }

    private static String reason(Exception e) {
        if (!(e instanceof SQLiteException failure)) {
            return String.valueOf(e.getMessage());
        }
        return switch (failure.getResultCode()) {
            case SQLITE_NOTADB, SQLITE_CORRUPT ->
                "it is damaged, or not a database at all. Restore a backup, or move the file away to start with"
                        + " an empty one.";
            case SQLITE_BUSY -> "another process keeps it locked.";
            case SQLITE_FULL -> "the disk is full.";
            default -> String.valueOf(failure.getMessage());
        };
    }
}

package dev.gantry.server.store;

import dev.gantry.server.auth.ApiKeyHash;
import dev.gantry.server.auth.ApiKeyStore;
import dev.gantry.server.auth.StoredKey;
import dev.gantry.server.auth.TooManyKeysException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keys in SQL. Plain JDBC: every start waits for these statements, and Jdbi's first query takes a cold JVM a
/// quarter of a second.
public final class SqlApiKeyStore implements ApiKeyStore {
    private static final String COLUMNS =
            "id, hash, prefix, name, project, organization, admin, created_at, expires_at, revoked_at, disabled";

    private static final String INSERT = """
            INSERT INTO api_key (%s)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
            WHERE (SELECT count(*) FROM api_key) < ?
            """.formatted(COLUMNS);

    private static final String LIST = """
            SELECT %s FROM api_key
            ORDER BY created_at, id
            """.formatted(COLUMNS);

    private static final String FIND = """
            SELECT %s FROM api_key
            WHERE hash = ?
            """.formatted(COLUMNS);

    private static final String MATCHING = """
            SELECT %s FROM api_key
            WHERE id = ?1 OR (name = ?1 AND NOT EXISTS (SELECT 1 FROM api_key WHERE id = ?1))
            ORDER BY created_at, id
            """.formatted(COLUMNS);

    private static final String HAS_CLIENT_KEYS = "SELECT EXISTS (SELECT 1 FROM api_key WHERE NOT admin)";

    private static final String REVOKE = """
            UPDATE api_key SET revoked_at = ?
            WHERE id = ? AND revoked_at IS NULL
            """;

    private static final String VERSION = "SELECT value FROM api_key_version";

    private final SqlStore store;

    public SqlApiKeyStore(SqlStore store) {
        this.store = store;
    }

    @Override
    public void insert(StoredKey key) {
        int rows = store.call(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                bind(statement, key);
                statement.setInt(12, MAX_KEYS);
                return statement.executeUpdate();
            }
        });
        if (rows == 0) {
            throw new TooManyKeysException();
        }
    }

    @Override
    public List<StoredKey> list() {
        return query(LIST);
    }

    @Override
    public Optional<StoredKey> find(ApiKeyHash hash) {
        return query(FIND, (Object) hash.bytes()).stream().findFirst();
    }

    @Override
    public List<StoredKey> matching(String idOrName) {
        return query(MATCHING, idOrName);
    }

    @Override
    public boolean revoke(String id, Instant at) {
        return store.call(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(REVOKE)) {
                statement.setLong(1, at.toEpochMilli());
                statement.setString(2, id);
                return statement.executeUpdate() == 1;
            }
        });
    }

    @Override
    public boolean hasClientKeys() {
        return number(HAS_CLIENT_KEYS) != 0;
    }

    @Override
    public long version() {
        return number(VERSION);
    }

    private long number(String sql) {
        return store.call(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private List<StoredKey> query(String sql, Object... parameters) {
        return store.call(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setObject(i + 1, parameters[i]);
                }
                return readAll(statement);
            }
        });
    }

    private static List<StoredKey> readAll(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            List<StoredKey> keys = new ArrayList<>();
            while (row.next()) {
                keys.add(read(row));
            }
            return List.copyOf(keys);
        }
    }

    private static void bind(PreparedStatement statement, StoredKey key) throws SQLException {
        statement.setString(1, key.id());
        statement.setBytes(2, key.hash().bytes());
        statement.setString(3, key.prefix());
        statement.setString(4, key.name());
        statement.setString(5, key.project());
        statement.setString(6, key.organization());
        statement.setBoolean(7, key.admin());
        statement.setLong(8, key.createdAt().toEpochMilli());
        statement.setObject(9, millis(key.expiresAt()));
        statement.setObject(10, millis(key.revokedAt()));
        statement.setBoolean(11, key.disabled());
    }

    private static StoredKey read(ResultSet row) throws SQLException {
        return new StoredKey(
                row.getString(1),
                ApiKeyHash.fromBytes(row.getBytes(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getBoolean(7),
                Instant.ofEpochMilli(row.getLong(8)),
                instant(row, 9),
                instant(row, 10),
                row.getBoolean(11));
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}

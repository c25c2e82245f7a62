-- Times are milliseconds since 1970 in UTC; booleans are 0 or 1.
CREATE TABLE api_key (
    id           TEXT    NOT NULL PRIMARY KEY,
    hash         BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    prefix       TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    project      TEXT    NOT NULL,
    organization TEXT    NOT NULL,
    admin        INTEGER NOT NULL CHECK (admin IN (0, 1)),
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    revoked_at   INTEGER,
    disabled     INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1))
) STRICT;

CREATE INDEX api_key_name ON api_key (name);

-- Grows with every change of a key, so that a running server sees changes of other processes.
CREATE TABLE api_key_version (
    value INTEGER NOT NULL
) STRICT;

INSERT INTO api_key_version (value) VALUES (1);

CREATE TRIGGER api_key_inserted AFTER INSERT ON api_key
BEGIN
    UPDATE api_key_version SET value = value + 1;
END;

CREATE TRIGGER api_key_updated AFTER UPDATE ON api_key
BEGIN
    UPDATE api_key_version SET value = value + 1;
END;

CREATE TRIGGER api_key_deleted AFTER DELETE ON api_key
BEGIN
    UPDATE api_key_version SET value = value + 1;
END;

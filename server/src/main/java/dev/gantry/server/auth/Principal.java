package dev.gantry.server.auth;

/// Who a verified key stands for. Immutable.
///
/// @param keyId the key's public handle, safe to log
/// @param admin whether the admin API is open to it
public record Principal(String keyId, String keyName, String project, boolean admin) {}

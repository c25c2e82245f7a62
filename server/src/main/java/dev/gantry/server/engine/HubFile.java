package dev.gantry.server.engine;

import org.jspecify.annotations.Nullable;

/// What the hub says about one file before it is downloaded. Immutable.
///
/// @param sizeBytes its size
/// @param sha256 its checksum; null where the hub names none (files outside its large-file storage)
record HubFile(long sizeBytes, @Nullable String sha256) {}

/// Immutable settings, and the loader that reads them from flags, environment and file.
@NullMarked
package dev.gantry.server.config;

import org.jspecify.annotations.NullMarked;

/// The embedded llama.cpp server: provisioned, started, watched and restarted.
@NullMarked
package dev.gantry.server.engine;

import org.jspecify.annotations.NullMarked;

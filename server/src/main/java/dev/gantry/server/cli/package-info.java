/// The command line.
@NullMarked
package dev.gantry.server.cli;

import org.jspecify.annotations.NullMarked;

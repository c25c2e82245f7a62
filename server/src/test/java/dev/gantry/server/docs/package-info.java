/// Holds the documentation to the code.
@NullMarked
package dev.gantry.server.docs;

import org.jspecify.annotations.NullMarked;

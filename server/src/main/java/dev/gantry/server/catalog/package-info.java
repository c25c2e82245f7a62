/// The models that Gantry knows, and who serves them.
@NullMarked
package dev.gantry.server.catalog;

import org.jspecify.annotations.NullMarked;

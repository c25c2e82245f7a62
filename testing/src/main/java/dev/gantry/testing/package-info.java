/// Fakes that speak the real protocol over real sockets.
@NullMarked
package dev.gantry.testing;

import org.jspecify.annotations.NullMarked;

/// Step 7, one call to one deployment: bytes out, frames in, cancelled at once.
@NullMarked
package dev.gantry.server.upstream;

import org.jspecify.annotations.NullMarked;

/// Step 1 and 8, the HTTP edge: socket to request, frames to client.
@NullMarked
package dev.gantry.server.edge;

import org.jspecify.annotations.NullMarked;

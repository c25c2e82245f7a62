/// Step 2, who is calling: bearer keys and principals.
@NullMarked
package dev.gantry.server.auth;

import org.jspecify.annotations.NullMarked;

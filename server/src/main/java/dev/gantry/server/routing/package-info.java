/// Step 4, from the model id of a request to the deployments that may answer it.
@NullMarked
package dev.gantry.server.routing;

import org.jspecify.annotations.NullMarked;

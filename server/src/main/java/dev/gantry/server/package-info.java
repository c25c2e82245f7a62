/// The service: the composition root and the path of a request.
@NullMarked
package dev.gantry.server;

import org.jspecify.annotations.NullMarked;

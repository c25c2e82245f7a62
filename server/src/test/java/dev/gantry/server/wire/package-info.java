/// The whole server over real sockets, as its clients and upstreams see it.
@NullMarked
package dev.gantry.server.wire;

import org.jspecify.annotations.NullMarked;

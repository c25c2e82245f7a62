/// Server-sent events as the field writes them (WHATWG HTML, section 9.2).
@NullMarked
package dev.gantry.protocol.sse;

import org.jspecify.annotations.NullMarked;

/// Client programs in Java for the conformance run.
@NullMarked
package dev.gantry.conformance;

import org.jspecify.annotations.NullMarked;

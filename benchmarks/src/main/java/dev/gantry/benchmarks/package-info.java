/// What the benchmarks share.
@NullMarked
package dev.gantry.benchmarks;

import org.jspecify.annotations.NullMarked;

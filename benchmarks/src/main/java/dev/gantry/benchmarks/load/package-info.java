/// The two ends of the side-by-side run: a scripted upstream that is cheap, and a client that counts.
@NullMarked
package dev.gantry.benchmarks.load;

import org.jspecify.annotations.NullMarked;

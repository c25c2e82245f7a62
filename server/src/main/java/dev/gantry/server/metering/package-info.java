/// Step 9, what a request cost: usage, timings, receipts and metrics.
@NullMarked
package dev.gantry.server.metering;

import org.jspecify.annotations.NullMarked;

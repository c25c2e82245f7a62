/// JMH benchmarks of what a request and each chunk of an answer pass through, without sockets.
@NullMarked
package dev.gantry.benchmarks.micro;

import org.jspecify.annotations.NullMarked;

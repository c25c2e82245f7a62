/// Anthropic's Messages API, in both of its versions, as one more dialect of the translation lane.
@NullMarked
package dev.gantry.protocol.anthropic;

import org.jspecify.annotations.NullMarked;

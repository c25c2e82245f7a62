/// The Chat Completions wire: request view, stream and answer normalisation.
@NullMarked
package dev.gantry.protocol.openai;

import org.jspecify.annotations.NullMarked;

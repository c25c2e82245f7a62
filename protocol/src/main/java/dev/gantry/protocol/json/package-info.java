/// JSON as bytes: a scanner with exact ranges, and edits by range.
@NullMarked
package dev.gantry.protocol.json;

import org.jspecify.annotations.NullMarked;

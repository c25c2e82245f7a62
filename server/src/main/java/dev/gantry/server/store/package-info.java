/// The data folder, and in it the SQL implementations of the store interfaces that the steps own.
@NullMarked
package dev.gantry.server.store;

import org.jspecify.annotations.NullMarked;

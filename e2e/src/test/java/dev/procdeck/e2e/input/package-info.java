/// Input that is wrong, hostile or both: a problem document each time, and nothing happens.
@NullMarked
package dev.procdeck.e2e.input;

import org.jspecify.annotations.NullMarked;

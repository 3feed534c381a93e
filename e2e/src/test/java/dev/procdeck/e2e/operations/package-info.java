/// The operation log after real acts.
@NullMarked
package dev.procdeck.e2e.operations;

import org.jspecify.annotations.NullMarked;

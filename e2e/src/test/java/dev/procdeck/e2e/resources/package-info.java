/// The four lines of top, held against top, free and /proc.
@NullMarked
package dev.procdeck.e2e.resources;

import org.jspecify.annotations.NullMarked;

/// Facts about the host, held against the host's own tools.
@NullMarked
package dev.procdeck.e2e.host;

import org.jspecify.annotations.NullMarked;

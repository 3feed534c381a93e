/// `/api/v1/resources`: the host's totals in the shape of `top`'s head, now and over the last
/// minutes.
@NullMarked
package dev.procdeck.server.resources;

import org.jspecify.annotations.NullMarked;

/// The certificate of the listener: loaded from the data directory, or generated and kept there on
/// first start.
@NullMarked
package dev.procdeck.server.tls;

import org.jspecify.annotations.NullMarked;

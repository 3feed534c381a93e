/// What the agent publishes by itself while somebody watches: whole rows per topic, sent as changes
/// on the wire.
@NullMarked
package dev.procdeck.protocol.live;

import org.jspecify.annotations.NullMarked;

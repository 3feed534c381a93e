/// The one question anybody may ask: whether the server answers.
@NullMarked
package dev.procdeck.server.health;

import org.jspecify.annotations.NullMarked;

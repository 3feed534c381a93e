/// What all lists of live rows have in common: `q`, `sort`, `limit`, `offset`, and the answer
/// `{total, items}`, written in constant memory.
@NullMarked
package dev.procdeck.server.listing;

import org.jspecify.annotations.NullMarked;

/// The outer edge of every request: response headers, the Host allow-list, fetch metadata, size
/// limits, request ids, problem documents and the page itself.
///
/// It knows no feature. What it refuses is refused before sign-in is even looked at.
@NullMarked
package dev.procdeck.server.http;

import org.jspecify.annotations.NullMarked;

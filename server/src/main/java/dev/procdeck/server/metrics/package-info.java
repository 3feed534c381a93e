/// `/metrics`: the host's figures and the program's own for programs that collect them, as
/// Prometheus text or JSON.
///
/// Shows only what the live tables hold; a scrape counts as looking. Answers nobody without a token
/// that somebody with the data directory made (`procdeck token add`). Knows no rates of its own.
@NullMarked
package dev.procdeck.server.metrics;

import org.jspecify.annotations.NullMarked;

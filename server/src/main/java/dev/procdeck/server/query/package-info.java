/// The query language of the search box and of every list (docs/query-language.md).
///
/// Owns the parser, the field tables' shape and the matching of one row. Pure: no host, no HTTP, no
/// locale; the time of a match grows with the length of the row and the number of terms, never
/// more. The page has its own implementation; `protocol/src/test/resources/query-corpus.json` holds
/// both to the same answers. All types are immutable and safe to share between threads, except a
/// filter's scratch, which is local to each call.
@NullMarked
package dev.procdeck.server.query;

import org.jspecify.annotations.NullMarked;

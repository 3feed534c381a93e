/// How the relational store is reached: the data source, the SQLite dialect, the conversions and
/// the mapping of its errors.
///
/// One schema serves SQLite (the embedded default) and PostgreSQL. Features see entities and
/// repositories only.
@NullMarked
package dev.procdeck.server.db;

import org.jspecify.annotations.NullMarked;

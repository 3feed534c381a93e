/// `/api/v1/services`: the list, one service in detail, its log, and acts on it.
///
/// Reads through the agent alone and acts through the one gateway alone.
@NullMarked
package dev.procdeck.server.services;

import org.jspecify.annotations.NullMarked;

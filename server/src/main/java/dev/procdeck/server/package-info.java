@NullMarked
package dev.procdeck.server;

import org.jspecify.annotations.NullMarked;

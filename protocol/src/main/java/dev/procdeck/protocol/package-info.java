@NullMarked
package dev.procdeck.protocol;

import org.jspecify.annotations.NullMarked;

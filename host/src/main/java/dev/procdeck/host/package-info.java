@NullMarked
package dev.procdeck.host;

import org.jspecify.annotations.NullMarked;

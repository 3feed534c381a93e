@NullMarked
package dev.procdeck.agent;

import org.jspecify.annotations.NullMarked;

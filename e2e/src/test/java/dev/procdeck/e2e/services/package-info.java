/// Services and acts on them, held against systemctl on a real systemd.
@NullMarked
package dev.procdeck.e2e.services;

import org.jspecify.annotations.NullMarked;

package dev.procdeck.server.session;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.ListCrudRepository;

/// The known devices' rows.
interface KnownDeviceRepository extends ListCrudRepository<KnownDevice, Long> {
    Optional<KnownDevice> findByTokenHash(String tokenHash);

    List<KnownDevice> findByUserNameOrderByLastUsedAtDesc(String userName);
}

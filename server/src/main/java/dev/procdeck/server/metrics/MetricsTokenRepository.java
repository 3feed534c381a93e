package dev.procdeck.server.metrics;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.ListCrudRepository;

/// The tokens' rows.
interface MetricsTokenRepository extends ListCrudRepository<MetricsToken, Long> {
    boolean existsByTokenHash(String tokenHash);

    Optional<MetricsToken> findByName(String name);

    List<MetricsToken> findAllByOrderByName();
}

package dev.procdeck.server.users;

import dev.procdeck.server.security.Role;
import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.ListCrudRepository;

/// The accounts' rows.
interface AppUserRepository extends ListCrudRepository<AppUser, Long> {
    Optional<AppUser> findByUserKey(String userKey);

    List<AppUser> findByReservedFalseOrderByUserKey();

    long countByReservedFalse();

    long countByReservedFalseAndDisabledFalseAndPasswordHashIsNotNullAndRole(Role role);
}

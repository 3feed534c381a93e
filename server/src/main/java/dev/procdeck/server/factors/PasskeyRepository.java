package dev.procdeck.server.factors;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

/// The passkeys' rows.
interface PasskeyRepository extends ListCrudRepository<Passkey, Long> {
    List<Passkey> findByUserNameOrderByCreatedAt(String userName);

    Optional<Passkey> findByCredentialId(String credentialId);

    boolean existsByUserName(String userName);

    @Modifying
    @Query(
            "update passkey set name = :name"
                    + " where user_name = :userName and public_id = :publicId")
    int rename(String userName, String publicId, String name);

    @Modifying
    @Query("delete from passkey where user_name = :userName and public_id = :publicId")
    int remove(String userName, String publicId);

    @Modifying
    @Query("delete from passkey where user_name = :userName")
    int removeAll(String userName);
}

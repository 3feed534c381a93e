package dev.procdeck.server.factors;

import java.time.Instant;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

/// The recovery codes' rows.
interface RecoveryCodeRepository extends ListCrudRepository<RecoveryCode, Long> {
    int countByUserNameAndUsedAtIsNull(String userName);

    /// Uses a code up: of two requests with the same code only one is told 1.
    @Modifying
    @Query(
            "update recovery_code set used_at = :now where user_name = :userName and code_hash = :codeHash and used_at is null")
    int use(String userName, String codeHash, Instant now);

    @Modifying
    @Query("delete from recovery_code where user_name = :userName")
    int removeAll(String userName);
}

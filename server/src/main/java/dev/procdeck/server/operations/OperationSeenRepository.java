package dev.procdeck.server.operations;

import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

/// The marks of what each account has seen.
interface OperationSeenRepository extends ListCrudRepository<OperationSeen, Long> {
    Optional<OperationSeen> findByUserName(String userName);

    /// Moves a mark forward, never back.
    @Modifying
    @Query(
            """
            insert into operation_seen (user_name, up_to_id) values (:userName, :upToId)
            on conflict (user_name) do update set up_to_id = :upToId where operation_seen.up_to_id < :upToId\
            """)
    int advance(String userName, long upToId);
}

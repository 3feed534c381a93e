package dev.procdeck.server.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

/// The sessions' rows.
interface UserSessionRepository extends ListCrudRepository<UserSession, Long> {
    Optional<UserSession> findByTokenHash(String tokenHash);

    Optional<UserSession> findByPublicId(String publicId);

    List<UserSession> findByUserNameOrderByLastSeenAtDesc(String userName);

    List<UserSession> findByLastSeenAtBefore(Instant time);

    List<UserSession> findByCreatedAtBefore(Instant time);

    /// Moves the time of the last use; a session that was ended meanwhile stays ended.
    @Modifying
    @Query("update user_session set last_seen_at = :time where id = :id")
    int touch(long id, Instant time);
}

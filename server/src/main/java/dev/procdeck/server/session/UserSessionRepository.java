package dev.procdeck.server.session;

import java.time.Instant;
import java.util.Collection;
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

    /// Every session that was used since `usedAfter` and opened since `openedAfter`, of an account
    /// that may sign in and has no second factor that the session did not prove: its public id, the
    /// account's role, and `enrolled` or, of an account without a second factor, `bare`. One
    /// question however many there are.
    ///
    /// @param limit times after it are not trusted
    @Query(
            """
            select s.public_id || ' ' || u.role ||
                case when exists (select 1 from totp_factor f where f.user_name = s.user_name)
                    or exists (select 1 from passkey p where p.user_name = s.user_name)
                then ' enrolled' else ' bare' end
            from user_session s join app_user u on u.user_name = s.user_name
            where s.last_seen_at > :usedAfter and s.created_at > :openedAfter and s.last_seen_at < :limit
            and s.created_at < :limit and u.disabled = :no and u.reserved = :no and u.password_hash is not null
            and (s.factors <> 'password'
                or not exists (select 1 from totp_factor f where f.user_name = s.user_name)
                and not exists (select 1 from passkey p where p.user_name = s.user_name))\
            """)
    List<String> listLive(Instant usedAfter, Instant openedAfter, Instant limit, boolean no);

    /// The same as [#touch] for many, those left alone that were used since `before`.
    @Modifying
    @Query(
            "update user_session set last_seen_at = :time where last_seen_at < :before and public_id in (:publicIds)")
    int touchAll(Collection<String> publicIds, Instant before, Instant time);
}

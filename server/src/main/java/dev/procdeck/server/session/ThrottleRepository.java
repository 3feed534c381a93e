package dev.procdeck.server.session;

import java.time.Instant;
import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

/// The counts of failed sign-ins.
interface ThrottleRepository extends ListCrudRepository<ThrottleCount, Long> {
    Optional<ThrottleCount> findBySubject(String subject);

    @Modifying
    @Query(
            """
            insert into sign_in_throttle (subject, failures, last_failure_at) values (:subject, 1, :now)
            on conflict (subject) do update set failures = sign_in_throttle.failures + 1, last_failure_at = :now\
            """)
    int count(String subject, Instant now);

    @Modifying
    @Query("delete from sign_in_throttle where subject = :subject")
    int clear(String subject);

    @Modifying
    @Query("delete from sign_in_throttle where last_failure_at < :time")
    int clearBefore(Instant time);
}

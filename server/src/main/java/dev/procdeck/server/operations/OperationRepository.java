package dev.procdeck.server.operations;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

/// The rows of the operation log. Filters with many optional parts are in [OperationQuery].
interface OperationRepository extends ListCrudRepository<OperationRow, Long> {
    Optional<OperationRow> findByUserNameAndIdempotencyKey(String userName, String idempotencyKey);

    List<OperationRow> findByRetStatusOrderById(RetStatus status);

    @Query(
            """
            select id from operation_log where ret_status = 'unknown'
            and outcome like '%"code":"agent_lost"%' order by id desc limit :limit\
            """)
    List<Long> listUnresolved(int limit);

    @Query("select coalesce(max(id), 0) from operation_log")
    long findMaxId();

    @Query("select * from operation_log where id > :after order by id limit 1000")
    List<OperationRow> listAfter(long after);
}

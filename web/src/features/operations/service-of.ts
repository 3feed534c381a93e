import type { OperationRecord } from '../../api/model';

/// The service that a record is about, where it is about one: the way on to it.
export function serviceOf(record: Pick<OperationRecord, 'targetKind' | 'target'>): string | undefined {
  return record.targetKind === 'unit' && record.target ? record.target : undefined;
}

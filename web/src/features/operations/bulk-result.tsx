import type { TFunction } from 'i18next';
import type { BulkItem, OperationRecord } from '../../api/model';
import type { BulkLine } from '../../ui/bulk-lines';
import { HostileText } from '../../ui/hostile-text';
import { codedText, outcomeText } from '../../ui/problem-text';
import { StatusMark } from './status-mark';

/// How one target of many fared, in words.
export function resultLine(t: TFunction, item: BulkItem, name: string): BulkLine {
  const { record, problem } = item;
  return {
    key: item.target,
    target: <HostileText text={name} limit={80} />,
    state: record ? (
      <>
        <StatusMark status={record.retStatus} /> — {outcomeText(t, record).what}
        {record.outcome?.exitCode != null && record.retStatus !== 'succeeded' && (
          <> {t('outcome.exit_code', { code: record.outcome.exitCode })}.</>
        )}
        {record.retStatus !== 'succeeded' && (
          <div className="quiet mono">
            <HostileText text={lastWords(record)} limit={160} />
          </div>
        )}
      </>
    ) : (
      <>
        <StatusMark status="refused" /> —{' '}
        {codedText(t, { code: problem?.code ?? 'denied', parameters: problem?.parameters })}
      </>
    ),
  };
}

/// What the service itself wrote last; the manager's own lines repeat what is said already.
function lastWords({ target, outcome }: OperationRecord): string {
  const lines = outcome?.lines ?? [];
  return lines.findLast((line) => !line.startsWith(`${target}: `)) ?? lines.at(-1) ?? '';
}

/// The lines of an act on a group: `PID START CODE COMM` each.
export function groupLines(t: TFunction, affected: unknown): BulkLine[] {
  if (!Array.isArray(affected)) return [];
  return affected.map(String).flatMap((line) => {
    const parts = /^(\d+) (\d+) (\S+) ?(.*)$/s.exec(line);
    if (parts === null) return [];
    const [, pid, start, code, comm] = parts;
    const reached = code === 'process_ended' || code === 'sent' || code === 'no_such_process';
    return [
      {
        key: `${pid}-${start}`,
        target: (
          <>
            {pid} <HostileText text={comm ?? ''} limit={60} />
          </>
        ),
        state: (
          <>
            <StatusMark status={reached ? 'succeeded' : code === 'sent_still_running' ? 'unknown' : 'refused'} /> —{' '}
            {t(`processes.group.code.${code}`, { defaultValue: code })}
          </>
        ),
      },
    ];
  });
}

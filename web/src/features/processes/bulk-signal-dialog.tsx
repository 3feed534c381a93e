import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, once, take } from '../../api/client';
import type { BulkResult, ProcessRow } from '../../api/model';
import { useStaleReason } from '../../live/use-live';
import { ActionButton } from '../../ui/action-button';
import { Banner } from '../../ui/banner';
import { BulkLines } from '../../ui/bulk-lines';
import { Dialog, DialogActions } from '../../ui/dialog';
import { HostileText } from '../../ui/hostile-text';
import { codedText } from '../../ui/problem-text';
import { resultLine } from '../operations/bulk-result';
import { useAct } from '../session/use-act';
import { SignalChoice } from './signal-choice';

interface Props {
  processes: readonly ProcessRow[];
  onClose: () => void;
}

/// One signal to each of the processes that were ticked: frozen when the dialog opened, each with a record of its own.
export function BulkSignalDialog({ processes: asked, onClose }: Props) {
  const { t } = useTranslation();
  const stale = useStaleReason();
  const [processes] = useState(asked);
  const [signal, setSignal] = useState('TERM');
  const [result, setResult] = useState<BulkResult>();
  const { act, pending } = useAct();
  const forbidden = useWhyForbidden(signal);
  const meant = processes.filter((row) => row.protected !== 'refused' && !row.kernelThread);
  const title = t('processes.bulk_title', { signal, count: meant.length });
  const names = new Map(processes.map((row) => [String(row.pid), `${row.pid} ${row.comm}`]));
  const send = async () => {
    const header = once();
    const done = await act({
      what: title,
      run: () =>
        take(
          client.POST('/api/v1/processes/signals', {
            params: { header },
            body: { signal, targets: meant.map(({ pid, startTicks }) => ({ pid, startTicks })) },
          }),
        ),
      touches: ['process', 'operations'],
    });
    if (done !== undefined) setResult(done);
  };
  const lines =
    result === undefined
      ? processes.map((row) => {
          const leftOut = !meant.includes(row);
          return {
            key: `${row.pid}-${row.startTicks}`,
            target: (
              <>
                {row.pid} <HostileText text={row.comm} limit={40} />
              </>
            ),
            state: leftOut ? (
              t(row.kernelThread ? 'reason.kernel_thread' : 'reason.protected_process')
            ) : (
              <>
                <HostileText text={row.user} /> ·{' '}
                <span className="mono">
                  <HostileText text={row.cmdline || row.comm} limit={70} />
                </span>
              </>
            ),
            leftOut,
          };
        })
      : result.items.map((item) => resultLine(t, item, names.get(item.target) ?? item.target));
  return (
    <Dialog onClose={onClose} size="lg" title={title} kept={pending}>
      <div className="stack">
        <BulkLines lines={lines} ended={result !== undefined} />
        {result === undefined && <SignalChoice value={signal} onChange={setSignal} />}
        {result === undefined && signal === 'KILL' && <Banner>{t('processes.kill_warning')}</Banner>}
        <DialogActions onCancel={onClose} ended={result !== undefined}>
          <ActionButton
            size="sm"
            className={signal === 'KILL' ? 'dangerous' : undefined}
            reason={(stale && t(stale)) || (meant.length === 0 ? t('reason.protected_process') : forbidden)}
            onClick={send}
            loading={pending}
          >
            {t('processes.send', { signal })}
          </ActionButton>
        </DialogActions>
      </div>
    </Dialog>
  );
}

/// Why the policy lets the one who asks send this signal to nobody.
function useWhyForbidden(signal: string): string | undefined {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['policy', 'explanation', signal],
    queryFn: ({ signal: abort }) =>
      take(client.GET('/api/v1/policy/explanation', { params: { query: { operation: signal } }, signal: abort })),
    retry: false,
  });
  if (data === undefined || data.allowed) return undefined;
  return codedText(t, { code: data.code ?? 'denied', parameters: data.parameters });
}

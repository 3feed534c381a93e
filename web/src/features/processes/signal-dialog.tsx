import { SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, once, take } from '../../api/client';
import type { OperationRecord, ProcessDetail } from '../../api/model';
import { useStaleReason } from '../../live/use-live';
import { ActionButton } from '../../ui/action-button';
import { Banner } from '../../ui/banner';
import { BulkLines } from '../../ui/bulk-lines';
import { Dialog, DialogActions } from '../../ui/dialog';
import { outcomeText } from '../../ui/problem-text';
import { groupLines } from '../operations/bulk-result';
import { StatusMark } from '../operations/status-mark';
import { useReport } from '../operations/use-report';
import { useAct } from '../session/use-act';
import { GroupTargets, useGroupTargets, whyNobody } from './group-targets';
import { Identity } from './identity';
import { SignalChoice } from './signal-choice';

/// A signal to this process, or to it with all that descends from it.
export function SignalDialog({ detail: now, onClose }: { detail: ProcessDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const [detail] = useState(now);
  const [signal, setSignal] = useState('TERM');
  const [scope, setScope] = useState<'process' | 'tree'>('process');
  const [typed, setTyped] = useState('');
  const [ended, setEnded] = useState<OperationRecord>();
  const stale = useStaleReason();
  const { act, pending } = useAct();
  const report = useReport();
  const tree = scope === 'tree';
  const { pid, startTicks } = detail;
  const targets = useGroupTargets(tree && ended === undefined ? { pid, startTicks } : undefined, signal);
  const mustType = detail.protected === 'confirm';
  const what = t(tree ? 'processes.tree_title' : 'processes.signal_title', { signal, pid: detail.pid });
  const send = async () => {
    const header = once();
    const body = {
      signal,
      startTicks: detail.startTicks,
      bootId: detail.bootId,
      ...(mustType && { confirm: typed }),
    };
    const path = { pid: String(detail.pid) };
    const record = await act({
      what,
      run: () =>
        tree
          ? take(client.POST('/api/v1/processes/{pid}/tree/signals', { params: { path, header }, body }))
          : take(client.POST('/api/v1/processes/{pid}/signals', { params: { path, header }, body })),
      touches: ['process', 'operations'],
    });
    // Why not is read above this dialog; what was chosen is still here to be tried again.
    if (record === undefined) return;
    if (tree) {
      setEnded(record);
      return;
    }
    if (record.retStatus !== 'failed') onClose();
    report(record, what);
  };
  const reason =
    (stale && t(stale)) ||
    (mustType && typed !== detail.comm ? t('services.type_name', { name: detail.comm }) : undefined) ||
    (tree ? whyNobody(t, targets.data) : undefined);
  return (
    <Dialog onClose={onClose} size="lg" title={t('processes.send_signal')}>
      <div className="stack">
        <Identity detail={detail} />
        {ended !== undefined ? (
          <GroupResult record={ended} />
        ) : (
          <>
            <SegmentedControl
              size="xs"
              value={scope}
              onChange={(value) => setScope(value === 'tree' ? 'tree' : 'process')}
              aria-label={t('processes.scope')}
              data={[
                { value: 'process', label: t('processes.scope_process') },
                { value: 'tree', label: t('processes.scope_tree') },
              ]}
            />
            {tree && <GroupTargets targets={targets} />}
            <SignalChoice value={signal} onChange={setSignal} names={detail.signals} />
            {signal === 'KILL' && <Banner>{t('processes.kill_warning')}</Banner>}
            {!tree && detail.children.length > 0 && (
              <p className="quiet">{t('processes.children_stay', { count: detail.children.length })}</p>
            )}
            {tree && <p className="quiet">{t('processes.group.held')}</p>}
            {detail.service && (
              <p className="quiet">{t('processes.unit_may_restart', { name: detail.service.name })}</p>
            )}
            {mustType && (
              <TextInput
                label={t('processes.confirm_label')}
                description={t('services.type_name', { name: detail.comm })}
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
                autoComplete="off"
                spellCheck={false}
              />
            )}
          </>
        )}
        <DialogActions onCancel={onClose} ended={ended !== undefined}>
          <ActionButton
            size="sm"
            className={signal === 'KILL' ? 'dangerous' : undefined}
            reason={reason}
            onClick={send}
            loading={pending}
          >
            {t(tree ? 'processes.send_tree' : 'processes.send', { signal })}
          </ActionButton>
        </DialogActions>
      </div>
    </Dialog>
  );
}

/// What became of each process of a group; it stays until it is closed.
export function GroupResult({ record }: { record: OperationRecord }) {
  const { t } = useTranslation();
  return (
    <>
      <Banner tone={record.retStatus === 'succeeded' ? 'info' : 'bad'}>
        <StatusMark status={record.retStatus} /> — {outcomeText(t, record).what}
      </Banner>
      <BulkLines ended lines={groupLines(t, record.outcome?.parameters.affected)} />
    </>
  );
}

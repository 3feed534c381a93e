import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, once, take } from '../../api/client';
import type { ProcessDetail } from '../../api/model';
import { useStaleReason } from '../../live/use-live';
import { ActionButton } from '../../ui/action-button';
import { Dialog, DialogActions } from '../../ui/dialog';
import { useReport } from '../operations/use-report';
import { useAct } from '../session/use-act';
import { parseCpus } from './cpu-list';
import { Identity } from './identity';

const IO_CLASSES = ['realtime', 'best-effort', 'idle'] as const;
const LEVELS = ['0', '1', '2', '3', '4', '5', '6', '7'];

/// How a process is scheduled, with all its threads: nice, storage I/O and CPUs. What is left empty stays as it is.
export function PriorityDialog({ detail: now, onClose }: { detail: ProcessDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const [detail] = useState(now);
  const [text, setText] = useState(String(now.nice));
  const [ioClass, setIoClass] = useState('');
  const [level, setLevel] = useState('4');
  const [cpuText, setCpuText] = useState('');
  const stale = useStaleReason();
  const { act, pending } = useAct();
  const report = useReport();
  const nice = text.trim() === '' ? undefined : /^-?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  const niceValid = nice === undefined || (nice >= -20 && nice <= 19);
  const cpus = parseCpus(cpuText);
  const empty = nice === undefined && ioClass === '' && cpus?.length === 0;
  const send = async () => {
    const header = once();
    const what = t('processes.priority_title', { pid: detail.pid });
    const record = await act({
      what,
      run: () =>
        take(
          client.POST('/api/v1/processes/{pid}/priority', {
            params: { path: { pid: String(detail.pid) }, header },
            body: {
              ...(nice !== undefined && { nice }),
              ...(ioClass !== '' && { ioPriority: { ioClass, level: Number(level) } }),
              ...(cpus !== undefined && cpus.length > 0 && { cpus }),
              startTicks: detail.startTicks,
              bootId: detail.bootId,
            },
          }),
        ),
      touches: ['process', 'operations'],
    });
    // Why not is read above this dialog; what was typed is still here to be corrected.
    if (record === undefined) return;
    if (record.retStatus !== 'failed') onClose();
    report(record, what);
  };
  const reason =
    (stale && t(stale)) ||
    (niceValid ? undefined : t('processes.nice_range')) ||
    (cpus === undefined ? t('processes.cpus_wrong') : undefined) ||
    (empty ? t('processes.nothing_to_change') : undefined);
  return (
    <Dialog onClose={onClose} title={t('processes.set_priority')}>
      <div className="stack">
        <Identity detail={detail} />
        <TextInput
          label={t('processes.nice')}
          description={t('processes.nice_hint')}
          value={text}
          inputMode="numeric"
          onChange={(event) => setText(event.currentTarget.value)}
          error={niceValid ? undefined : t('processes.nice_range')}
          data-autofocus
        />
        <Select
          label={t('processes.io_class')}
          description={t('processes.io_hint')}
          value={ioClass}
          onChange={(value) => setIoClass(value ?? '')}
          allowDeselect={false}
          data={[
            { value: '', label: t('processes.unchanged') },
            ...IO_CLASSES.map((value) => ({ value, label: t(`processes.io_class_name.${value}`) })),
          ]}
          comboboxProps={{ transitionProps: { duration: 0 } }}
        />
        {(ioClass === 'realtime' || ioClass === 'best-effort') && (
          <Select
            label={t('processes.io_level')}
            value={level}
            onChange={(value) => setLevel(value ?? '4')}
            allowDeselect={false}
            data={LEVELS}
            comboboxProps={{ transitionProps: { duration: 0 } }}
          />
        )}
        <TextInput
          label={t('processes.cpus')}
          description={t('processes.cpus_hint')}
          placeholder="0-3,5"
          value={cpuText}
          onChange={(event) => setCpuText(event.currentTarget.value)}
          error={cpus === undefined ? t('processes.cpus_wrong') : undefined}
        />
        <DialogActions onCancel={onClose}>
          <ActionButton size="sm" reason={reason} onClick={send} loading={pending}>
            {t('processes.set_priority')}
          </ActionButton>
        </DialogActions>
      </div>
    </Dialog>
  );
}

import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, once, take } from '../../api/client';
import type { ProcessDetail } from '../../api/model';
import { useStaleReason } from '../../live/use-live';
import { ActionButton } from '../../ui/action-button';
import { useReport } from '../operations/use-report';
import { useAct } from '../session/use-act';
import { Identity } from './identity';

export function PriorityDialog({ detail: now, onClose }: { detail: ProcessDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const [detail] = useState(now);
  const [text, setText] = useState(String(now.nice));
  const stale = useStaleReason();
  const { act, pending } = useAct();
  const report = useReport();
  const nice = /^-?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  const valid = nice >= -20 && nice <= 19;
  const send = async () => {
    const header = once();
    const what = t('processes.priority_title', { nice, pid: detail.pid });
    const record = await act({
      what,
      run: () =>
        take(
          client.POST('/api/v1/processes/{pid}/priority', {
            params: { path: { pid: String(detail.pid) }, header },
            body: {
              nice,
              startTicks: detail.startTicks,
              bootId: detail.bootId,
            },
          }),
        ),
      touches: ['process', 'operations'],
    });
    onClose();
    if (record !== undefined) report(record, what);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      lockScroll={false}
      title={t('processes.set_priority')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      transitionProps={{ duration: 0 }}
    >
      <div className="stack">
        <Identity detail={detail} />
        <TextInput
          label={t('processes.nice')}
          description={t('processes.nice_hint')}
          value={text}
          inputMode="numeric"
          onChange={(event) => setText(event.currentTarget.value)}
          error={valid ? undefined : t('processes.nice_range')}
          data-autofocus
        />
        <div className="actions end">
          <Button size="sm" variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <ActionButton
            size="sm"
            reason={(stale && t(stale)) || (valid ? undefined : t('processes.nice_range'))}
            onClick={send}
            loading={pending}
          >
            {t('processes.set_priority')}
          </ActionButton>
        </div>
      </div>
    </Modal>
  );
}

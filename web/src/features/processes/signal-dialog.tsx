import { Button, Modal, Radio } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, once, take } from '../../api/client';
import type { ProcessDetail } from '../../api/model';
import { useStaleReason } from '../../live/use-live';
import { ActionButton } from '../../ui/action-button';
import { Banner } from '../../ui/banner';
import { useReport } from '../operations/use-report';
import { useAct } from '../session/use-act';
import { Identity } from './identity';

const FIRST = ['TERM', 'INT', 'HUP', 'QUIT', 'STOP', 'CONT', 'USR1', 'USR2', 'KILL'];

/// TERM first: it lets the process clean up. KILL is last and says what it costs.
export function SignalDialog({ detail: now, onClose }: { detail: ProcessDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const [detail] = useState(now);
  const [signal, setSignal] = useState('TERM');
  const stale = useStaleReason();
  const { act, pending } = useAct();
  const report = useReport();
  const names = [
    ...FIRST.filter((name) => detail.signals.includes(name)),
    ...detail.signals.filter((name) => !FIRST.includes(name)),
  ];
  const send = async () => {
    const header = once();
    const what = t('processes.signal_title', { signal, pid: detail.pid });
    const record = await act({
      what,
      run: () =>
        take(
          client.POST('/api/v1/processes/{pid}/signals', {
            params: { path: { pid: String(detail.pid) }, header },
            body: {
              signal,
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
      size="lg"
      title={t('processes.send_signal')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      transitionProps={{ duration: 0 }}
    >
      <div className="stack">
        <Identity detail={detail} />
        <Radio.Group value={signal} onChange={setSignal} label={t('processes.signal')}>
          <div className="signals">
            {names.map((name) => (
              <Radio
                key={name}
                value={name}
                size="xs"
                label={
                  <span>
                    <b>{name}</b>{' '}
                    <span className="quiet">{t(`processes.signal_hint.${name}`, { defaultValue: '' })}</span>
                  </span>
                }
              />
            ))}
          </div>
        </Radio.Group>
        {signal === 'KILL' && <Banner>{t('processes.kill_warning')}</Banner>}
        {detail.children.length > 0 && (
          <p className="quiet">{t('processes.children_stay', { count: detail.children.length })}</p>
        )}
        {detail.service && <p className="quiet">{t('processes.unit_may_restart', { name: detail.service.name })}</p>}
        <div className="actions end">
          <Button size="sm" variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <ActionButton
            size="sm"
            className={signal === 'KILL' ? 'dangerous' : undefined}
            reason={stale && t(stale)}
            onClick={send}
            loading={pending}
          >
            {t('processes.send', { signal })}
          </ActionButton>
        </div>
      </div>
    </Modal>
  );
}

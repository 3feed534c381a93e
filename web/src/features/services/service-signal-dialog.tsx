import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, once, take } from '../../api/client';
import type { OperationRecord, ServiceDetail } from '../../api/model';
import { useStaleReason } from '../../live/use-live';
import { ActionButton } from '../../ui/action-button';
import { Banner } from '../../ui/banner';
import { Dialog, DialogActions } from '../../ui/dialog';
import { GroupTargets, useGroupTargets, whyNobody } from '../processes/group-targets';
import { SignalChoice } from '../processes/signal-choice';
import { GroupResult } from '../processes/signal-dialog';
import { useAct } from '../session/use-act';

/// A signal to all processes in the service's control group.
export function ServiceSignalDialog({ service, onClose }: { service: ServiceDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const { name } = service;
  const [signal, setSignal] = useState('HUP');
  const [typed, setTyped] = useState('');
  const [ended, setEnded] = useState<OperationRecord>();
  const stale = useStaleReason();
  const { act, pending } = useAct();
  const targets = useGroupTargets(ended === undefined ? { service: name } : undefined, signal);
  const mustType = service.protected === 'confirm';
  const title = t('services.signal_title', { signal, name });
  const send = async () => {
    const header = once();
    const record = await act({
      what: title,
      run: () =>
        take(
          client.POST('/api/v1/services/{name}/signals', {
            params: { path: { name }, header },
            body: { signal, ...(mustType && { confirm: typed }) },
          }),
        ),
      touches: ['service', 'operations'],
    });
    if (record !== undefined) setEnded(record);
  };
  const reason =
    (stale && t(stale)) ||
    (mustType && typed !== name ? t('services.type_name', { name }) : undefined) ||
    whyNobody(t, targets.data);
  return (
    <Dialog onClose={onClose} size="lg" title={title}>
      <div className="stack">
        {ended !== undefined ? (
          <GroupResult record={ended} />
        ) : (
          <>
            <GroupTargets targets={targets} />
            <SignalChoice value={signal} onChange={setSignal} />
            {signal === 'KILL' && <Banner>{t('processes.kill_warning')}</Banner>}
            <p className="quiet">{t('processes.unit_may_restart', { name })}</p>
            {mustType && (
              <TextInput
                label={t('services.confirm_label')}
                description={t('services.confirm_text', { name })}
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
            {t('processes.send', { signal })}
          </ActionButton>
        </DialogActions>
      </div>
    </Dialog>
  );
}

import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceOperation } from '../../api/model';
import { useStaleReason } from '../../live/use-live';
import { ActionButton } from '../../ui/action-button';
import { Banner } from '../../ui/banner';
import { CopyCommand } from '../../ui/copy-command';
import { Dialog, DialogActions } from '../../ui/dialog';
import { HostileText } from '../../ui/hostile-text';
import { AlsoTouched, touchedBesides } from './also-touched';
import { readService } from './read-service';
import { ServiceState } from './service-state';
import { shellCommandOf } from './shell-command';
import { useOperate } from './use-operate';

interface Props {
  name: string;
  operation: ServiceOperation;
  onClose: () => void;
}

/// What will be done, to whom, and what else it touches. Services that keep the host reachable ask for their name.
export function OperationDialog({ name, operation, onClose }: Props) {
  const { t } = useTranslation();
  const stale = useStaleReason();
  const [typed, setTyped] = useState('');
  const { operate, pending } = useOperate();
  const { data: detail } = useQuery({
    queryKey: ['service', name],
    queryFn: ({ signal }) => readService(name, signal),
  });
  const frozen = useFrozen(detail);
  const mustType = detail?.protected === 'confirm' && ['stop', 'restart', 'disable'].includes(operation);
  const reason = (stale && t(stale)) || (mustType && typed !== name ? t('services.type_name', { name }) : undefined);
  // A refusal is read above this dialog; what was typed is still here to be tried again.
  const run = () => operate({ name, operation, confirm: mustType ? typed : undefined, onEnd: onClose });
  const title = t('services.act', { operation: t(`services.operation.${operation}`), name });
  return (
    <Dialog onClose={onClose} title={title}>
      <div className="stack">
        <dl className="identity">
          <dt>{t('services.column.name')}</dt>
          <dd>
            <HostileText text={name} />
          </dd>
          {frozen && (
            <>
              <dt>{t('services.column.state')}</dt>
              <dd>
                <ServiceState service={frozen} />
              </dd>
              <dt>{t('services.column.mainPid')}</dt>
              <dd>{frozen.mainPid ?? '—'}</dd>
            </>
          )}
        </dl>
        <AlsoTouched touched={touchedBesides([detail?.plan], operation, [name])} operation={operation} />
        {detail?.triggeredBy && detail.triggeredBy.length > 0 && operation === 'stop' && (
          <Banner>{t('services.triggered', { names: detail.triggeredBy.join(', ') })}</Banner>
        )}
        {mustType && (
          <TextInput
            label={t('services.confirm_label')}
            description={t('services.confirm_text', { name })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
        )}
        {detail && <CopyCommand command={shellCommandOf(detail.manager, operation, name)} />}
        <DialogActions onCancel={onClose} focusCancel={!mustType}>
          <ActionButton
            size="sm"
            className={operation === 'stop' || operation === 'disable' ? 'dangerous' : undefined}
            reason={reason}
            onClick={run}
            loading={pending}
          >
            {t(`services.operation.${operation}`)}
          </ActionButton>
        </DialogActions>
      </div>
    </Dialog>
  );
}

function useFrozen<T>(value: T | undefined): T | undefined {
  const [first, setFirst] = useState<T>();
  if (first === undefined && value !== undefined) setFirst(value);
  return first ?? value;
}

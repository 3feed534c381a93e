import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceOperation, ServiceRow } from '../../api/model';
import { Icon, type IconName } from '../../ui/icons';
import { touchedBesides, touchesNobody } from './also-touched';
import { readService } from './read-service';
import { useOperate } from './use-operate';
import { useWhyNot } from './why-not';

const OperationDialog = lazy(() =>
  import('./operation-dialog').then((module) => ({ default: module.OperationDialog })),
);

const QUICK: readonly { operation: ServiceOperation; icon: IconName }[] = [
  { operation: 'start', icon: 'play' },
  { operation: 'stop', icon: 'stop' },
  { operation: 'restart', icon: 'restart' },
];
const MORE: readonly ServiceOperation[] = ['reload', 'enable', 'disable', 'reset-failed'];

/// Operations in the row: a start that touches nothing else goes at once, whatever interrupts a service asks first.
export function RowActions({ service }: { service: ServiceRow }) {
  const { t } = useTranslation();
  const whyNot = useWhyNot();
  const { operate, operating } = useOperate();
  const [asking, setAsking] = useState<ServiceOperation>();
  const queries = useQueryClient();
  const { name } = service;
  const startsAlone = async () => {
    const queryFn = ({ signal }: { signal: AbortSignal }) => readService(name, signal);
    const detail = await queries.fetchQuery({ queryKey: ['service', name], queryFn }).catch(() => undefined);
    return detail === undefined || touchesNobody(touchedBesides([detail.plan], 'start', [name]));
  };
  const choose = async (operation: ServiceOperation) => {
    if (operation === 'reload' || operation === 'reset-failed' || (operation === 'start' && (await startsAlone())))
      operate({ name: service.name, operation });
    else setAsking(operation);
  };
  // What happens in here is not a click on the row.
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps events from the row.
    <span
      className="row-actions"
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => event.stopPropagation()}
    >
      {QUICK.map(({ operation, icon }) => {
        const reason =
          whyNot(service, operation) ??
          (operating !== undefined && operating !== operation ? t('reason.operating') : undefined);
        const label = t('services.act', { operation: t(`services.operation.${operation}`), name: service.name });
        return (
          <Tooltip key={operation} label={reason ?? t(`services.operation.${operation}`)} openDelay={250}>
            <ActionIcon
              variant="subtle"
              size={26}
              className="quiet-icon"
              aria-label={label}
              aria-description={reason}
              aria-disabled={reason !== undefined || undefined}
              data-blocked={reason !== undefined || undefined}
              loading={operating === operation}
              onClick={() => reason === undefined && choose(operation)}
            >
              <Icon name={icon} size={14} />
            </ActionIcon>
          </Tooltip>
        );
      })}
      <Menu position="bottom-end" transitionProps={{ duration: 0 }} withinPortal>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            size={26}
            className="quiet-icon"
            aria-label={t('services.more', { name: service.name })}
          >
            <Icon name="more" size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {MORE.map((operation) => {
            const reason = whyNot(service, operation);
            return (
              <Menu.Item
                key={operation}
                aria-disabled={reason !== undefined || undefined}
                data-blocked={reason !== undefined || undefined}
                closeMenuOnClick={reason === undefined}
                onClick={() => reason === undefined && choose(operation)}
              >
                {t(`services.operation.${operation}`)}
                {reason && <span className="menu-reason">{reason}</span>}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>
        {asking && <OperationDialog name={service.name} operation={asking} onClose={() => setAsking(undefined)} />}
      </Suspense>
    </span>
  );
}

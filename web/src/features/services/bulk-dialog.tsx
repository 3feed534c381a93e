import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, once, take } from '../../api/client';
import type { BulkResult, ServiceOperation, ServiceRow } from '../../api/model';
import { useStaleReason } from '../../live/use-live';
import { ActionButton } from '../../ui/action-button';
import { BulkLines } from '../../ui/bulk-lines';
import { Dialog, DialogActions } from '../../ui/dialog';
import { HostileText } from '../../ui/hostile-text';
import { resultLine } from '../operations/bulk-result';
import { useAct } from '../session/use-act';
import { AlsoTouched, type Touched, touchedBesides } from './also-touched';
import { readService } from './read-service';
import { ServiceState } from './service-state';
import { useWhyNot } from './why-not';

const WAIT_SECONDS = '45';
const TOUCHES_OTHERS: readonly ServiceOperation[] = ['start', 'stop', 'restart'];

interface Props {
  operation: ServiceOperation;
  services: readonly ServiceRow[];
  onClose: () => void;
}

/// One operation on many services: who is meant and who is left out and why, what else it touches, and afterwards a line
/// for each that stays until it is closed.
export function BulkDialog({ operation, services: asked, onClose }: Props) {
  const { t } = useTranslation();
  const stale = useStaleReason();
  const whyNot = useWhyNot();
  const [services] = useState(asked);
  const [result, setResult] = useState<BulkResult>();
  const { act, pending } = useAct();
  const reasonFor = (service: ServiceRow) =>
    whyNot(service, operation) ??
    (service.protected === 'confirm' && TOUCHES_OTHERS.includes(operation) ? t('services.bulk.by_itself') : undefined);
  const [reasons] = useState(() => new Map(services.map((service) => [service.name, reasonFor(service)])));
  const meant = services.filter((service) => reasons.get(service.name) === undefined);
  const touched = useTouched(meant, operation);
  const title = t('services.bulk.title', { operation: t(`services.operation.${operation}`), count: meant.length });
  const run = async () => {
    const header = once();
    const done = await act({
      what: title,
      run: () =>
        take(
          client.POST('/api/v1/services/operations', {
            params: { query: { wait: WAIT_SECONDS }, header },
            body: { operation, names: meant.map((service) => service.name) },
          }),
        ),
      touches: ['service', 'operations'],
    });
    if (done !== undefined) setResult(done);
  };
  const lines =
    result === undefined
      ? services.map((service) => {
          const reason = reasons.get(service.name);
          return {
            key: service.name,
            target: <HostileText text={service.name} limit={80} />,
            state: reason ? t('services.bulk.left_out', { reason }) : <ServiceState service={service} />,
            leftOut: reason !== undefined,
          };
        })
      : result.items.map((item) => resultLine(t, item, item.target));
  return (
    <Dialog onClose={onClose} size="lg" title={title} kept={pending}>
      <div className="stack">
        <BulkLines lines={lines} ended={result !== undefined} />
        {result === undefined && <AlsoTouched touched={touched} operation={operation} />}
        <DialogActions onCancel={onClose} focusCancel ended={result !== undefined}>
          <ActionButton
            size="sm"
            className={operation === 'stop' || operation === 'disable' ? 'dangerous' : undefined}
            reason={(stale && t(stale)) || (meant.length === 0 ? t('services.bulk.nobody') : undefined)}
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

/// Units outside the selection that the operation starts or stops as well.
function useTouched(services: readonly ServiceRow[], operation: ServiceOperation): Touched {
  const details = useQueries({
    queries: (TOUCHES_OTHERS.includes(operation) ? services : []).map((service) => ({
      queryKey: ['service', service.name],
      queryFn: ({ signal }: { signal: AbortSignal }) => readService(service.name, signal),
      staleTime: 10_000,
      retry: false,
    })),
  });
  const plans = details.map(({ data }) => data?.plan);
  return touchedBesides(
    plans,
    operation,
    services.map((service) => service.name),
  );
}

import { useTranslation } from 'react-i18next';
import type { ServiceDetail, ServiceOperation } from '../../api/model';
import { Banner } from '../../ui/banner';
import { HostileText } from '../../ui/hostile-text';

export interface Touched {
  /// Units that are started, stopped or restarted along with it, as the operation is.
  along: string[];
  /// Units that a start stops, since they cannot run beside it.
  stopped: string[];
}

/// What an operation touches besides the services it is meant for.
export function touchedBesides(
  plans: readonly (ServiceDetail['plan'] | undefined)[],
  operation: ServiceOperation,
  meant: readonly string[],
): Touched {
  const others = (names: readonly string[]) =>
    [...new Set(names)].filter((name) => !meant.includes(name)).sort((one, other) => one.localeCompare(other));
  const along = (plan: ServiceDetail['plan'] | undefined) =>
    operation === 'start' || operation === 'stop' || operation === 'restart' ? (plan?.[operation] ?? []) : [];
  return {
    along: others(plans.flatMap(along)),
    stopped: operation === 'start' ? others(plans.flatMap((plan) => plan?.startStops ?? [])) : [],
  };
}

export function touchesNobody({ along, stopped }: Touched): boolean {
  return along.length === 0 && stopped.length === 0;
}

export function AlsoTouched({ touched, operation }: { touched: Touched; operation: ServiceOperation }) {
  const { t } = useTranslation();
  const line = (text: string, names: readonly string[]) =>
    names.length > 0 && (
      <Banner>
        {text}{' '}
        {names.map((name) => (
          <code key={name}>
            <HostileText text={name} />{' '}
          </code>
        ))}
      </Banner>
    );
  return (
    <>
      {line(t(`services.also.${operation}`, { count: touched.along.length, defaultValue: '' }), touched.along)}
      {line(t('services.also.conflict', { count: touched.stopped.length }), touched.stopped)}
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { SignalPreview } from '../../api/model';
import { Banner } from '../../ui/banner';
import { BulkLines } from '../../ui/bulk-lines';
import { Loading } from '../../ui/empty-state';
import { HostileText } from '../../ui/hostile-text';
import { codedText, problemText } from '../../ui/problem-text';

export type Group = { pid: number; startTicks: number; service?: undefined } | { service: string };

/// Whom a signal to a tree or to a service would reach now.
export function useGroupTargets(group: Group | undefined, signal: string) {
  return useQuery<SignalPreview>({
    queryKey: ['signal-targets', group, signal],
    queryFn: ({ signal: abort }) =>
      group?.service !== undefined
        ? take(
            client.GET('/api/v1/services/{name}/processes', {
              params: { path: { name: group.service }, query: { signal } },
              signal: abort,
            }),
          )
        : take(
            client.GET('/api/v1/processes/{pid}/tree', {
              params: {
                path: { pid: String(group?.pid) },
                query: { startTicks: String(group?.startTicks), signal },
              },
              signal: abort,
            }),
          ),
    enabled: group !== undefined,
    refetchInterval: 2_000,
    retry: false,
  });
}

/// Why the signal would reach nobody, as far as is known.
export function whyNobody(t: TFunction, preview: SignalPreview | undefined): string | undefined {
  if (preview === undefined) return undefined;
  if (preview.tooMany) return t('processes.group.too_many', { max: preview.max });
  const [first] = preview.items;
  if (first === undefined) return t('services.no_processes');
  return preview.items.some((item) => item.allowed) ? undefined : whyLeftOut(t, first);
}

function whyLeftOut(t: TFunction, { code, parameters }: SignalPreview['items'][number]): string {
  return codedText(t, { code: code ?? 'denied', parameters });
}

export function GroupTargets({ targets }: { targets: ReturnType<typeof useGroupTargets> }) {
  const { t } = useTranslation();
  const { data, error } = targets;
  if (error instanceof HttpError) return <Banner tone="bad">{problemText(t, error).what}</Banner>;
  if (data === undefined) return <Loading />;
  if (data.total === 0) return <p className="quiet">{t('services.no_processes')}</p>;
  return (
    <>
      <BulkLines
        ended={false}
        lines={data.items.map((item) => ({
          key: `${item.pid}-${item.startTicks}`,
          target: (
            <>
              {item.pid} <HostileText text={item.comm} limit={60} />
            </>
          ),
          state: item.allowed
            ? t('processes.group.will_be_sent')
            : t('services.bulk.left_out', { reason: whyLeftOut(t, item) }),
          leftOut: !item.allowed,
        }))}
      />
      {data.tooMany && <Banner tone="bad">{t('processes.group.too_many', { max: data.max })}</Banner>}
    </>
  );
}

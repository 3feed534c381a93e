import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { CommandChunk, CommandDetail } from '../../api/model';
import { liveStore } from '../../live/use-live';
import { ActionButton } from '../../ui/action-button';
import { AnsiText } from '../../ui/ansi-text';
import { Banner } from '../../ui/banner';
import { HostileText } from '../../ui/hostile-text';
import { outcomeText, problemText } from '../../ui/problem-text';
import { ScrollRegion } from '../../ui/scroll-region';
import { StateMark } from '../../ui/state-mark';
import { useScrolledToEnd } from '../../ui/use-scrolled-to-end';
import { serviceOf } from '../operations/service-of';
import { StatusMark } from '../operations/status-mark';
import { useAct } from '../session/use-act';
import { ArgumentVector } from './command-preview';
import './commands.css';

interface Props {
  id: number;
  onBack?: () => void;
  onClose?: () => void;
  openService?: (name: string) => void;
}

/// A running or ended command: what ran, its output as it comes, how it ended, and the way to stop it.
export function CommandRun({ id, onBack, onClose, openService }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { act, pending } = useAct();
  const { data, error } = useQuery({
    queryKey: ['command', id],
    queryFn: async ({ signal }) =>
      (await take(
        client.GET('/api/v1/commands/{operationId}', { params: { path: { operationId: String(id) } }, signal }),
      )) as CommandDetail,
    refetchInterval: ({ state }) => (state.data === undefined || state.data.retStatus === 'pending' ? 1_000 : false),
  });
  const streamed = useStreamedOutput(id, data?.output);
  const box = useScrolledToEnd(streamed);
  const running = data?.retStatus === 'pending';
  const cancel = () =>
    act({
      what: t('commands.cancel'),
      run: () =>
        take(client.DELETE('/api/v1/commands/{operationId}', { params: { path: { operationId: String(id) } } })),
      touches: ['command', 'operations'],
    });
  useEffect(() => {
    if (data !== undefined && !running) queries.invalidateQueries({ queryKey: ['operations'] });
  }, [data, running, queries]);
  if (error instanceof HttpError) return <Banner tone="bad">{problemText(t, error).what}</Banner>;
  if (data === undefined) return null;
  const service = serviceOf(data);
  return (
    <div className="stack">
      <ArgumentVector of={data.arguments ?? []} />
      <div className="actions" role="status">
        {running ? (
          <StateMark tone="busy">{t('commands.running')}</StateMark>
        ) : (
          <>
            <StatusMark status={data.retStatus} />
            <span>{ending(data, t)}</span>
          </>
        )}
        {data.program && (
          <span className="quiet mono">
            <HostileText text={data.program} />
          </span>
        )}
      </div>
      <ScrollRegion label={t('commands.output')} className="command-output mono" role="log" ref={box}>
        {streamed.length === 0 ? (
          <span className="quiet">{t(running ? 'commands.no_output_yet' : 'commands.no_output')}</span>
        ) : (
          <AnsiText chunks={streamed} />
        )}
      </ScrollRegion>
      {typeof data.after === 'string' && (
        <p className="mono">
          <HostileText text={data.after} />
        </p>
      )}
      {data.truncated && <Banner>{t('commands.truncated')}</Banner>}
      <div className="actions end">
        {running && (
          <ActionButton size="sm" className="dangerous" onClick={cancel} loading={pending}>
            {t('commands.cancel')}
          </ActionButton>
        )}
        {!running && service !== undefined && openService && (
          <Button size="sm" variant="default" onClick={() => openService(service)}>
            {t('commands.to_service')}
          </Button>
        )}
        {onBack && !running && (
          <Button size="sm" variant="default" onClick={onBack}>
            {t('commands.again')}
          </Button>
        )}
        {onClose && (
          <Button size="sm" onClick={onClose}>
            {t('ui.close')}
          </Button>
        )}
      </div>
    </div>
  );
}

function ending(data: CommandDetail, t: ReturnType<typeof useTranslation>['t']): string {
  if (data.canceled) return t('commands.canceled');
  if (data.timedOut) return t('commands.timed_out');
  if (data.exitSignal) return t('commands.ended_by_signal', { signal: data.exitSignal });
  if (data.outcome?.code === 'command_unit_down') return outcomeText(t, data).what;
  if (data.exitCode !== null && data.exitCode !== undefined) return t('outcome.exit_code', { code: data.exitCode });
  return outcomeText(t, data).what;
}

/// The recorded output, and what the stream brought since: whichever is longer is newer.
function useStreamedOutput(id: number, recorded: readonly CommandChunk[] | undefined): readonly CommandChunk[] {
  const [live, setLive] = useState<readonly CommandChunk[]>([]);
  useEffect(
    () =>
      liveStore.onCommandText((text) => {
        if (Number(text.operationId) === id) setLive((before) => [...before, { stream: text.stream, text: text.text }]);
      }),
    [id],
  );
  const known = recorded ?? [];
  const length = (chunks: readonly CommandChunk[]) => chunks.reduce((sum, chunk) => sum + chunk.text.length, 0);
  return length(live) > length(known) ? live : known;
}

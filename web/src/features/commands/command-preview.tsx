import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { CommandLimit, CommandPreview } from '../../api/model';
import { Banner } from '../../ui/banner';
import { CopyCommand } from '../../ui/copy-command';
import { escapeHostile } from '../../ui/escape-hostile';
import { HostileText } from '../../ui/hostile-text';
import { codedText, problemText } from '../../ui/problem-text';
import { useDebounced } from '../../ui/use-debounced';
import { withStepUp } from '../session/use-act';
import './commands.css';

/// Asks what a command line would become. Nothing runs.
export function useCommandPreview(command: string, service: string): UseQueryResult<CommandPreview> {
  const settled = useDebounced(command.trim(), 350);
  const named = useDebounced(service.trim(), 350);
  return useQuery({
    queryKey: ['command-preview', settled, named],
    queryFn: () =>
      withStepUp(() =>
        take(client.POST('/api/v1/commands/preview', { body: { command: settled, ...(named && { service: named }) } })),
      ),
    enabled: settled !== '' && settled === command.trim(),
    retry: false,
    staleTime: 5_000,
  });
}

export function CommandPreviewView({ preview }: { preview: UseQueryResult<CommandPreview> }) {
  const { t } = useTranslation();
  const { data, error } = preview;
  if (error instanceof HttpError) return <Banner tone="bad">{problemText(t, error).what}</Banner>;
  if (data === undefined) return <p className="quiet">{t('commands.preview_first')}</p>;
  return (
    <>
      {/* Without arguments nothing became of it that could be told: there is only the reason. */}
      {data.arguments.length > 0 && (
        <>
          <div>
            <p className="quiet">{t('commands.arguments')}</p>
            <ArgumentVector of={data.arguments} />
          </div>
          <dl className="facts">
            <dt>{t('commands.program')}</dt>
            <dd className="mono">
              {data.program ? <HostileText text={data.program} /> : t('commands.program_not_found')}
            </dd>
            <dt>{t('commands.run_as')}</dt>
            <dd>{data.runAs}</dd>
            <dt>{t('commands.limits')}</dt>
            <dd>
              <Limits of={data.limits} />
            </dd>
          </dl>
        </>
      )}
      {!data.allowed && (
        <Banner tone="bad">
          {codedText(t, { code: data.code ?? 'policy_denied', parameters: data.parameters })}
          {data.allowLine && (
            <div className="stack">
              <p>{t('commands.allow_line')}</p>
              <CopyCommand command={escapeHostile(data.allowLine)} />
            </div>
          )}
        </Banner>
      )}
    </>
  );
}

export function ArgumentVector({ of }: { of: readonly string[] }) {
  return (
    <ol className="argument-vector">
      {of.map((argument, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an argument is its place.
        <li key={index}>
          <HostileText text={argument} limit={300} />
        </li>
      ))}
    </ol>
  );
}

/// A limit names what enforces it; without a name this host has nothing that could.
function isEnforced(limit: CommandLimit): boolean {
  return limit.enforced !== undefined && limit.enforced !== null && limit.enforced !== false;
}

export function Limits({ of }: { of: readonly CommandLimit[] }) {
  const { t } = useTranslation();
  return (
    <ul>
      {of.map((limit) => (
        <li key={limit.name} className={isEnforced(limit) ? undefined : 'bad-text'}>
          {t(`commands.limit.${limit.name}`, { defaultValue: limit.name })}: {String(limit.value)}
          {!isEnforced(limit) && ` — ${t('commands.not_enforced')}`}
        </li>
      ))}
    </ul>
  );
}

import { Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { Banner } from '../../ui/banner';
import { CopyCommand } from '../../ui/copy-command';
import { Loading } from '../../ui/empty-state';
import { formatDateTime } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';
import { codedText } from '../../ui/problem-text';
import { useDebounced } from '../../ui/use-debounced';

const LINES = 300;
const WARNING = 4;

export function LogTab({ name }: { name: string }) {
  const { t, i18n } = useTranslation();
  const [text, setText] = useState('');
  const [warnings, setWarnings] = useState(false);
  const q = useDebounced(text.trim(), 300);
  const { data, isError } = useQuery({
    queryKey: ['service', name, 'log', q, warnings],
    queryFn: ({ signal }) =>
      take(
        client.GET('/api/v1/services/{name}/log', {
          params: {
            path: { name },
            query: { lines: String(LINES), q: q || undefined, priority: warnings ? String(WARNING) : undefined },
          },
          signal,
        }),
      ),
    refetchInterval: 3_000,
    placeholderData: (before) => before,
  });
  return (
    <>
      <div className="toolbar">
        <TextInput
          className="grow"
          size="xs"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder={t('services.log.filter')}
          aria-label={t('services.log.filter')}
        />
        <Checkbox
          size="xs"
          label={t('services.log.warnings')}
          checked={warnings}
          onChange={(event) => setWarnings(event.currentTarget.checked)}
        />
      </div>
      <CopyCommand command={`journalctl -u ${name} -n ${LINES}${warnings ? ' -p warning' : ''}`} />
      {isError && <Banner tone="bad">{t('services.log.failed')}</Banner>}
      {data?.unavailable && <Banner>{codedText(t, { code: data.unavailable })}</Banner>}
      {data === undefined ? (
        !isError && <Loading />
      ) : data.lines.length === 0 ? (
        <p className="quiet">{t('services.log.none')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
        <pre className="log-lines" tabIndex={0}>
          {data.lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: log lines have no other identity.
            <div key={index} className={line.priority != null && line.priority <= 3 ? 'bad-text' : undefined}>
              <span className="quiet">{line.time ? formatDateTime(new Date(line.time), i18n.language) : ''}</span>{' '}
              {line.pid != null && <span className="quiet">[{line.pid}] </span>}
              <HostileText text={line.message} limit={4000} />
            </div>
          ))}
        </pre>
      )}
    </>
  );
}

import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner';
import { CopyCommand } from '../../ui/copy-command';
import { Loading } from '../../ui/empty-state';
import { formatDateTime } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';
import { PauseButton } from '../../ui/pause-button';
import { codedText } from '../../ui/problem-text';
import { ScrollRegion } from '../../ui/scroll-region';
import { useDebounced } from '../../ui/use-debounced';
import { useScrolledToEnd } from '../../ui/use-scrolled-to-end';
import { useServiceLog } from './use-service-log';

const PRIORITIES = ['3', '4', '5', '6', '7'] as const;

/// The log of a service as it is written: of all runs or of the present one, by urgency, searched, and held still.
export function LogTab({ name, invocationId }: { name: string; invocationId: string | undefined }) {
  const { t, i18n } = useTranslation();
  const [text, setText] = useState('');
  const [priority, setPriority] = useState('7');
  const [run, setRun] = useState<'all' | 'present'>('all');
  const [paused, setPaused] = useState(false);
  const q = useDebounced(text.trim(), 300);
  const only = run === 'present' ? invocationId : undefined;
  const { lines, unavailable, failed } = useServiceLog({ name, q, priority, invocationId: only, paused });
  const box = useScrolledToEnd(lines);
  const command = `journalctl -u ${name}${only ? ` _SYSTEMD_INVOCATION_ID=${only}` : ''}${priority === '7' ? '' : ` -p ${priority}`} -f`;
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
        <Select
          size="xs"
          w={150}
          value={priority}
          onChange={(value) => setPriority(value ?? '7')}
          allowDeselect={false}
          aria-label={t('services.log.priority')}
          data={PRIORITIES.map((value) => ({ value, label: t(`services.log.priorities.${value}`) }))}
          comboboxProps={{ transitionProps: { duration: 0 } }}
        />
        {invocationId && (
          <Select
            size="xs"
            w={130}
            value={run}
            onChange={(value) => setRun(value === 'present' ? 'present' : 'all')}
            allowDeselect={false}
            aria-label={t('services.log.run')}
            data={[
              { value: 'all', label: t('services.log.runs.all') },
              { value: 'present', label: t('services.log.runs.present') },
            ]}
            comboboxProps={{ transitionProps: { duration: 0 } }}
          />
        )}
        <PauseButton paused={paused} onChange={() => setPaused(!paused)} />
      </div>
      <CopyCommand command={command} />
      {failed && <Banner tone="bad">{t('services.log.failed')}</Banner>}
      {unavailable && <Banner>{codedText(t, { code: unavailable })}</Banner>}
      {lines === undefined ? (
        !failed && <Loading />
      ) : (
        <ScrollRegion label={t('services.tab.log')} className="log-lines mono" ref={box}>
          {lines.length === 0 && <span className="quiet">{t('services.log.none')}</span>}
          {lines.map((line, index) => (
            <div
              key={line.cursor ?? index}
              className={line.priority != null && line.priority <= 3 ? 'bad-text' : undefined}
            >
              <span className="quiet">{line.time ? formatDateTime(new Date(line.time), i18n.language) : ''}</span>{' '}
              {line.pid != null && <span className="quiet">[{line.pid}] </span>}
              <HostileText text={line.message} limit={4000} />
            </div>
          ))}
        </ScrollRegion>
      )}
    </>
  );
}

/// Of a program whose manager keeps its output away from the journal.
export function LogElsewhere({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="quiet">{t('services.log.elsewhere')}</p>
      <CopyCommand command={`supervisorctl tail -f ${name}`} />
    </>
  );
}

import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogLine } from '../../api/model';
import { Banner } from '../../ui/banner';
import { CopyCommand } from '../../ui/copy-command';
import { Loading } from '../../ui/empty-state';
import { formatDateTime } from '../../ui/format';
import { HostileText } from '../../ui/hostile-text';
import { PauseButton } from '../../ui/pause-button';
import { codedText, problemText } from '../../ui/problem-text';
import { ScrollRegion } from '../../ui/scroll-region';
import { useDebounced } from '../../ui/use-debounced';
import { useScrolledToEnd } from '../../ui/use-scrolled-to-end';
import { useServiceLog } from './use-service-log';

const PRIORITIES: readonly string[] = ['3', '4', '5', '6', '7'];
const RUNS = ['all', 'present'] as const;

const STREAMS = ['stdout', 'stderr'] as const;

interface Props {
  manager: string;
  name: string;
  invocationId: string | undefined;
}

/// The log of a service as it is written: of all runs or of the present one, by urgency, or by stream where the manager
/// keeps the streams and knows nothing else of a line; searched, and held still.
export function LogTab({ manager, name, invocationId }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [priority, setPriority] = useState('7');
  const [run, setRun] = useState<'all' | 'present'>('all');
  const [stream, setStream] = useState<(typeof STREAMS)[number]>('stdout');
  const [paused, setPaused] = useState(false);
  const q = useDebounced(text.trim(), 300);
  const byStream = manager === 'supervisord';
  const only = run === 'present' ? invocationId : undefined;
  const { lines, unavailable, failed } = useServiceLog({
    name,
    q,
    priority,
    invocationId: only,
    stream: byStream ? stream : undefined,
    paused,
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
        {byStream ? (
          <Choice
            label={t('services.log.stream')}
            value={stream}
            onChange={setStream}
            width={150}
            of={STREAMS}
            name="streams"
          />
        ) : (
          <Choice
            label={t('services.log.priority')}
            value={priority}
            onChange={setPriority}
            width={150}
            of={PRIORITIES}
            name="priorities"
          />
        )}
        {invocationId && (
          <Choice label={t('services.log.run')} value={run} onChange={setRun} width={130} of={RUNS} name="runs" />
        )}
        <PauseButton paused={paused} onChange={() => setPaused(!paused)} />
      </div>
      <CopyCommand
        command={byStream ? `supervisorctl tail -f ${name} ${stream}` : journalCommand(name, only, priority)}
      />
      {failed && <Banner tone={failed.category === 'not-found' ? 'info' : 'bad'}>{problemText(t, failed).what}</Banner>}
      {unavailable && <Banner>{codedText(t, { code: unavailable })}</Banner>}
      {lines === undefined ? !failed && <Loading /> : <Lines lines={lines} />}
    </>
  );
}

function journalCommand(name: string, invocationId: string | undefined, priority: string): string {
  const run = invocationId ? ` _SYSTEMD_INVOCATION_ID=${invocationId}` : '';
  return `journalctl -u ${name}${run}${priority === '7' ? '' : ` -p ${priority}`} -f`;
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  width: number;
  of: readonly Value[];
  name: 'streams' | 'priorities' | 'runs';
}

function Choice<Value extends string>({ label, value, onChange, width, of, name }: ChoiceProps<Value>) {
  const { t } = useTranslation();
  return (
    <Select
      size="xs"
      w={width}
      value={value}
      onChange={(chosen) => onChange(of.find((each) => each === chosen) ?? value)}
      allowDeselect={false}
      aria-label={label}
      data={of.map((each) => ({ value: each, label: t(`services.log.${name}.${each}`) }))}
      comboboxProps={{ transitionProps: { duration: 0 } }}
    />
  );
}

function Lines({ lines }: { lines: readonly LogLine[] }) {
  const { t, i18n } = useTranslation();
  const box = useScrolledToEnd(lines);
  return (
    <ScrollRegion label={t('services.tab.log')} className="log-lines mono" ref={box}>
      {lines.length === 0 && <span className="quiet">{t('services.log.none')}</span>}
      {lines.map((line, index) => (
        <div
          key={line.cursor ?? index}
          className={line.priority != null && line.priority <= 3 ? 'bad-text' : undefined}
        >
          {line.time && <span className="quiet">{formatDateTime(new Date(line.time), i18n.language)} </span>}
          {line.pid != null && <span className="quiet">[{line.pid}] </span>}
          <HostileText text={line.message} limit={4000} />
        </div>
      ))}
    </ScrollRegion>
  );
}

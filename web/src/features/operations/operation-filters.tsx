import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { LOG_TYPES, type LogType, RET_STATUSES, type RetStatus } from '../../api/model';
import { Icon } from '../../ui/icons';
import { useDebounced } from '../../ui/use-debounced';
import { useSession } from '../session/use-session';

export interface Filters {
  q?: string;
  userName?: string;
  logType?: LogType;
  retStatus?: RetStatus;
  logStatus?: 'seen' | 'unseen';
  from?: string;
  to?: string;
}

const SEEN = ['unseen', 'seen'];

export function OperationFilters({ value, onChange }: { value: Filters; onChange: (filters: Filters) => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const { data: users } = useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => take(client.GET('/api/v1/users', { signal })),
    enabled: session?.rights?.users === true,
  });
  const options = (prefix: string, values: readonly string[]) =>
    values.map((each) => ({ value: each, label: t(`${prefix}.${each}`) }));
  const select = (name: 'logType' | 'retStatus' | 'logStatus', data: { value: string; label: string }[]) => (
    <Select
      size="xs"
      clearable
      data={data}
      value={value[name] ?? null}
      onChange={(next) => onChange({ [name]: next ?? undefined })}
      placeholder={t(`operations.column.${name}`)}
      aria-label={t(`operations.column.${name}`)}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      clearButtonProps={{ 'aria-label': t('ui.clear_filters') }}
    />
  );
  const active = Object.values(value).some((each) => each !== undefined);
  return (
    <div className="toolbar operation-filters">
      <TextFilter value={value.q} onChange={(q) => onChange({ q })} />
      {select('logType', options('operations.type', LOG_TYPES))}
      {select('retStatus', options('operations.status', RET_STATUSES))}
      {select('logStatus', options('operations.seen', SEEN))}
      {users !== undefined && (
        <Select
          size="xs"
          clearable
          searchable
          data={users.items.map((user) => user.userName)}
          value={value.userName ?? null}
          onChange={(next) => onChange({ userName: next ?? undefined })}
          placeholder={t('operations.column.userName')}
          aria-label={t('operations.column.userName')}
          comboboxProps={{ transitionProps: { duration: 0 } }}
        />
      )}
      <TimeFilter label={t('operations.from')} value={value.from} onChange={(from) => onChange({ from })} />
      <TimeFilter label={t('operations.to')} value={value.to} onChange={(to) => onChange({ to })} />
      {active && (
        <Button
          size="xs"
          variant="subtle"
          onClick={() =>
            onChange({
              q: undefined,
              userName: undefined,
              logType: undefined,
              retStatus: undefined,
              logStatus: undefined,
              from: undefined,
              to: undefined,
            })
          }
        >
          {t('ui.clear_filters')}
        </Button>
      )}
    </div>
  );
}

function TextFilter({ value, onChange }: { value: string | undefined; onChange: (text: string | undefined) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value ?? '');
  const settled = useDebounced(text.trim(), 300);
  useEffect(() => setText(value ?? ''), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing that came to rest is sent.
  useEffect(() => {
    if (settled !== (value ?? '') && settled === text.trim()) onChange(settled === '' ? undefined : settled);
  }, [settled]);
  return (
    <TextInput
      className="grow"
      size="xs"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      placeholder={t('operations.filter')}
      aria-label={t('operations.filter')}
      leftSection={<Icon name="search" size={14} />}
      maxLength={200}
    />
  );
}

/// The browser's own date and time field, in local time; the API and the address take UTC.
function TimeFilter({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (time: string | undefined) => void;
}) {
  return (
    <label className="time-filter">
      <span>{label}</span>
      <input
        type="datetime-local"
        value={localOf(value)}
        onChange={(event) => {
          const time = new Date(event.currentTarget.value);
          onChange(Number.isNaN(time.getTime()) ? undefined : time.toISOString());
        }}
      />
    </label>
  );
}

function localOf(value: string | undefined): string {
  const time = value === undefined ? new Date(Number.NaN) : new Date(value);
  if (Number.isNaN(time.getTime())) return '';
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

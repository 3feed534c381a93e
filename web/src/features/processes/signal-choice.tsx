import { Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const FIRST = ['TERM', 'INT', 'HUP', 'QUIT', 'STOP', 'CONT', 'USR1', 'USR2', 'KILL'];

interface Props {
  value: string;
  onChange: (signal: string) => void;
  /// The signals that may be sent; the usual ones when left out.
  names?: readonly string[];
}

/// TERM first: it lets the process clean up. KILL is last and says what it costs.
export function SignalChoice({ value, onChange, names = FIRST }: Props) {
  const { t } = useTranslation();
  const shown = [...FIRST.filter((name) => names.includes(name)), ...names.filter((name) => !FIRST.includes(name))];
  return (
    <Radio.Group value={value} onChange={onChange} label={t('processes.signal')}>
      <div className="signals">
        {shown.map((name) => (
          <Radio
            key={name}
            value={name}
            size="xs"
            label={
              <span>
                <b>{name}</b> <span className="quiet">{t(`processes.signal_hint.${name}`, { defaultValue: '' })}</span>
              </span>
            }
          />
        ))}
      </div>
    </Radio.Group>
  );
}

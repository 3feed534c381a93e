import { Autocomplete, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, once, take } from '../../api/client';
import type { CommandPreview, CommandTemplate, TemplateParameter } from '../../api/model';
import { useStaleReason } from '../../live/use-live';
import { ActionButton } from '../../ui/action-button';
import { Dialog, DialogActions } from '../../ui/dialog';
import { HostileText } from '../../ui/hostile-text';
import { codedText } from '../../ui/problem-text';
import { useDebounced } from '../../ui/use-debounced';
import { useAct } from '../session/use-act';
import { usePermissions } from '../session/use-session';
import { CommandPreviewView } from './command-preview';
import { CommandRun } from './command-run';

interface Props {
  templates: readonly CommandTemplate[];
  services: readonly string[];
  onClose: () => void;
}

/// A command that root holds ready: the form is made from the types of its parameters, and what will run is shown first.
export function TemplateDialog({ templates, services, onClose }: Props) {
  const { t } = useTranslation();
  const [id, setId] = useState(templates.find((each) => each.allowed)?.id ?? templates[0]?.id ?? '');
  const [values, setValues] = useState<Record<string, string>>({});
  const [running, setRunning] = useState<number>();
  const stale = useStaleReason();
  const { rights, whyNot } = usePermissions();
  const { act, pending } = useAct();
  const template = templates.find((each) => each.id === id);
  const complete = template?.parameters.every((each) => (values[each.name] ?? '') !== '') ?? false;
  const preview = useTemplatePreview(id, values, complete && rights.templates);
  const reason =
    (stale && t(stale)) ||
    whyNot(rights.templates) ||
    (template && !template.allowed
      ? codedText(t, { code: template.code ?? 'policy_denied', parameters: template.reasons })
      : undefined) ||
    (complete ? undefined : t('commands.values_missing')) ||
    (preview.data === undefined ? t('commands.preview_first') : undefined) ||
    (preview.data?.allowed ? undefined : t('commands.not_allowed'));
  const run = async () => {
    const header = once();
    const record = await act({
      what: t('commands.run_template', { id }),
      run: () =>
        take(
          client.POST('/api/v1/commands/templates/{id}', {
            params: { path: { id }, query: { wait: '0' }, header },
            body: { values },
          }),
        ),
      touches: ['operations'],
    });
    if (record !== undefined) setRunning(record.id);
  };
  return (
    <Dialog onClose={onClose} size={920} title={t('commands.templates')} kept>
      {running !== undefined ? (
        <CommandRun id={running} onBack={() => setRunning(undefined)} onClose={onClose} />
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason === undefined) run();
          }}
        >
          <div className="service-form">
            <div className="stack">
              <Select
                label={t('commands.template')}
                value={id}
                onChange={(next) => {
                  setId(next ?? '');
                  setValues({});
                }}
                allowDeselect={false}
                data={templates.map((each) => each.id)}
                comboboxProps={{ transitionProps: { duration: 0 } }}
              />
              {template && (
                <p className="quiet mono">
                  <HostileText text={[template.program, ...template.arguments].join(' ')} limit={400} />
                </p>
              )}
              {template?.parameters.map((parameter) => (
                <ParameterField
                  key={`${id}-${parameter.name}`}
                  parameter={parameter}
                  value={values[parameter.name] ?? ''}
                  services={services}
                  wrong={complete && preview.data?.parameters?.parameter === parameter.name}
                  onChange={(value) => setValues((before) => ({ ...before, [parameter.name]: value }))}
                />
              ))}
            </div>
            <div className="service-form-preview" aria-live="polite">
              <h3>{t('services.form.preview')}</h3>
              {complete ? (
                <CommandPreviewView preview={preview} />
              ) : (
                <p className="quiet">{t('commands.values_missing')}</p>
              )}
            </div>
          </div>
          <DialogActions onCancel={onClose}>
            <ActionButton size="sm" type="submit" reason={reason} loading={pending}>
              {t('commands.run')}
            </ActionButton>
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
}

function useTemplatePreview(id: string, values: Record<string, string>, enabled: boolean) {
  const settled = useDebounced(JSON.stringify(values), 300);
  return useQuery<CommandPreview>({
    queryKey: ['template-preview', id, settled],
    queryFn: () =>
      take(
        client.POST('/api/v1/commands/templates/{id}/preview', {
          params: { path: { id } },
          body: { values: JSON.parse(settled) },
        }),
      ),
    enabled: enabled && settled === JSON.stringify(values),
    retry: false,
    staleTime: 5_000,
  });
}

interface FieldProps {
  parameter: TemplateParameter;
  value: string;
  services: readonly string[];
  /// The agent did not take this value; the preview says why.
  wrong: boolean;
  onChange: (value: string) => void;
}

function ParameterField({ parameter, value, services, wrong, onChange }: FieldProps) {
  const { t } = useTranslation();
  const { name, type, choices, min, max } = parameter;
  const common = { label: name, value, error: wrong };
  const still = { comboboxProps: { transitionProps: { duration: 0 } } };
  if (type === 'enum')
    return (
      <Select {...common} {...still} data={choices} onChange={(next) => onChange(next ?? '')} allowDeselect={false} />
    );
  if (type === 'int')
    return (
      <NumberInput
        {...common}
        description={t('commands.int_hint', { min, max })}
        min={min ?? undefined}
        max={max ?? undefined}
        allowDecimal={false}
        clampBehavior="none"
        onChange={(next) => onChange(String(next))}
      />
    );
  if (type === 'unit')
    return (
      <Autocomplete
        {...common}
        {...still}
        description={t('commands.unit_hint', { patterns: choices.join(', ') })}
        data={services.filter((service) => choices.some((pattern) => fits(pattern, service)))}
        limit={20}
        onChange={onChange}
        spellCheck={false}
      />
    );
  return (
    <TextInput
      {...common}
      description={t('commands.token_hint')}
      onChange={(event) => onChange(event.currentTarget.value)}
      maxLength={64}
      spellCheck={false}
      autoComplete="off"
    />
  );
}

/// The patterns of the policy: `*` is any text, `?` one character.
function fits(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}

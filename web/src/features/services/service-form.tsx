import { Autocomplete, Radio, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceOperation } from '../../api/model';
import { useStaleReason } from '../../live/use-live';
import { ActionButton } from '../../ui/action-button';
import { Dialog, DialogActions } from '../../ui/dialog';
import { CommandPreviewView, useCommandPreview } from '../commands/command-preview';
import { CommandRun } from '../commands/command-run';
import { useRunCommand } from '../commands/use-run-command';
import { usePermissions } from '../session/use-session';
import { ServicePreview } from './service-preview';
import { useOperate } from './use-operate';

const CHOICES = ['start', 'stop', 'restart'] as const satisfies readonly ServiceOperation[];

/// The form of the seed: a full service name, start, stop or restart, or a command of one's own. What a choice makes
/// needless is disabled and says why; what will run is shown before it runs.
export function ServiceForm({ names, onClose }: { names: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const stale = useStaleReason();
  const { rights, whyNot, whyNotService } = usePermissions();
  const [name, setName] = useState('');
  const [operation, setOperation] = useState<(typeof CHOICES)[number]>('restart');
  const [command, setCommand] = useState('');
  const [running, setRunning] = useState<number>();
  const { operate, pending } = useOperate(setName);
  const { run, pending: sending } = useRunCommand();
  const custom = command.trim() !== '';
  const preview = useCommandPreview(rights.commands ? command : '', name);
  const commandsReason = whyNot(rights.commands);

  const reason = () => {
    if (stale) return t(stale);
    if (custom) {
      if (commandsReason) return commandsReason;
      if (preview.data === undefined) return t('commands.preview_first');
      return preview.data.allowed ? undefined : t('commands.not_allowed');
    }
    if (name.trim() === '') return t('services.form.name_missing');
    return whyNotService(operation);
  };
  const submit = async () => {
    if (custom) {
      const record = await run(command.trim(), name.trim() || undefined);
      if (record !== undefined) setRunning(record.id);
    } else {
      await operate({
        name: name.trim(),
        operation,
        onEnd: ({ retStatus }) => {
          if (retStatus === 'succeeded') onClose();
        },
      });
    }
  };
  return (
    <Dialog onClose={onClose} size={920} title={t('services.form.title')} kept>
      {running !== undefined ? (
        <CommandRun
          id={running}
          onBack={() => setRunning(undefined)}
          onClose={onClose}
          openService={(service) => navigate({ to: '/services', search: { name: service } })}
        />
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason() === undefined) submit();
          }}
        >
          <div className="service-form">
            <div className="stack">
              <Autocomplete
                label={t('services.form.name')}
                description={custom ? t('services.form.name_with_command') : t('services.form.name_text')}
                placeholder="nginx.service"
                value={name}
                onChange={setName}
                data={[...names]}
                limit={12}
                data-autofocus
                openOnFocus={false}
                spellCheck={false}
                maxLength={256}
                comboboxProps={{ transitionProps: { duration: 0 } }}
              />
              <Radio.Group
                label={t('services.form.operation')}
                description={custom ? t('services.form.operation_unused') : undefined}
                value={custom ? '' : operation}
                onChange={(value) => setOperation(CHOICES.find((each) => each === value) ?? 'restart')}
              >
                <div className="radio-row">
                  {CHOICES.map((each) => (
                    <Radio key={each} value={each} label={t(`services.operation.${each}`)} disabled={custom} />
                  ))}
                </div>
              </Radio.Group>
              <TextInput
                label={t('services.form.command')}
                description={commandsReason ?? t('services.form.command_text')}
                placeholder="supervisorctl -c /etc/supervisor/supervisord.conf restart all"
                value={command}
                onChange={(event) => setCommand(event.currentTarget.value)}
                disabled={commandsReason !== undefined}
                spellCheck={false}
                autoComplete="off"
                maxLength={4000}
              />
            </div>
            <div className="service-form-preview" aria-live="polite">
              <h3>{t('services.form.preview')}</h3>
              {custom ? (
                <CommandPreviewView preview={preview} />
              ) : (
                <ServicePreview name={name.trim()} operation={operation} onChoose={setName} />
              )}
            </div>
          </div>
          <DialogActions onCancel={onClose}>
            <ActionButton size="sm" type="submit" reason={reason()} loading={pending || sending}>
              {custom ? t('commands.run') : t(`services.operation.${operation}`)}
            </ActionButton>
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icons';
import './copy-command.css';

/// The shell command that shows the same as this view, to take along.
export function CopyCommand({ command }: { command: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(command);
      setCopied(true);
      setTimeout(() => setCopied(false), 1600);
    } catch {
      setCopied(false);
    }
  };
  return (
    <span className="copy-command">
      <code title={t('ui.same_as')}>{command}</code>
      <button type="button" onClick={copy} aria-label={t('ui.copy_command', { command })}>
        <Icon name={copied ? 'check' : 'copy'} size={14} />
        <span role="status" className="visually-hidden">
          {copied ? t('ui.copied') : ''}
        </span>
      </button>
    </span>
  );
}

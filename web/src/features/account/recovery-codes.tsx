import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner';
import { Dialog } from '../../ui/dialog';

/// Recovery codes in a dialog that stays until they were put away.
export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog onClose={onClose} kept title={t('account.recovery.title')}>
      <RecoveryCodeList codes={codes} onDone={onClose} />
    </Dialog>
  );
}

/// Recovery codes, the one time that they can be seen.
function RecoveryCodeList({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(codes.join('\n'));
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`${codes.join('\n')}\n`], { type: 'text/plain' }));
    link.download = 'procdeck-recovery-codes.txt';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <div className="stack">
      <Banner>{t('account.recovery.once')}</Banner>
      <ul className="code-list" aria-label={t('account.recovery.title')}>
        {codes.map((code) => (
          <li key={code} className="mono">
            {code}
          </li>
        ))}
      </ul>
      <div className="actions end">
        <Button size="sm" variant="default" onClick={save}>
          {t('account.recovery.save')}
        </Button>
        <Button size="sm" variant="default" onClick={copy}>
          {t(copied ? 'ui.copied' : 'account.recovery.copy')}
        </Button>
        <Button size="sm" onClick={onDone}>
          {t('account.recovery.done')}
        </Button>
      </div>
    </div>
  );
}

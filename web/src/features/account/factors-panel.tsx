import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { FactorAdded, Factors, Passkey } from '../../api/model';
import { ActionButton } from '../../ui/action-button';
import { Banner } from '../../ui/banner';
import { Loading } from '../../ui/empty-state';
import { HostileText } from '../../ui/hostile-text';
import { Panel } from '../../ui/page-head';
import { problemText } from '../../ui/problem-text';
import { showToast } from '../../ui/prompt-store';
import { StateMark } from '../../ui/state-mark';
import { TimeText } from '../../ui/time-text';
import { passkeysPossible } from '../session/passkey';
import { useAct } from '../session/use-act';
import { useSession, useSetSession } from '../session/use-session';
import { PasskeyDialog } from './passkey-dialog';
import { PasskeyRenameDialog } from './passkey-rename-dialog';
import { RecoveryCodesDialog } from './recovery-codes';
import { TotpDialog } from './totp-dialog';

type Opened = 'totp' | 'passkey' | { codes: readonly string[] } | { renamed: Passkey };

/// One's own second factors: the app, the passkeys, and the codes for the day they are lost.
export function FactorsPanel() {
  const { t } = useTranslation();
  const setSession = useSetSession();
  const [dialog, setDialog] = useState<Opened>();
  const { data, error } = useQuery({
    queryKey: ['account', 'factors'],
    queryFn: ({ signal }) => take<Factors>(client.GET('/api/v1/account/factors', { signal })),
  });
  const close = () => setDialog(undefined);
  const added = (result: FactorAdded) => {
    setSession(result.session);
    showToast(t('account.factor_added'));
    setDialog(result.recoveryCodes.length > 0 ? { codes: result.recoveryCodes } : undefined);
  };
  return (
    <Panel title={t('account.factors')}>
      {error instanceof HttpError && <Banner tone="bad">{problemText(t, error).what}</Banner>}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && <FactorList data={data} onDialog={setDialog} />}
      {dialog === 'totp' && <TotpDialog onAdded={added} onClose={close} />}
      {dialog === 'passkey' && <PasskeyDialog onAdded={added} onClose={close} />}
      {typeof dialog === 'object' && 'renamed' in dialog && (
        <PasskeyRenameDialog passkey={dialog.renamed} onClose={close} />
      )}
      {typeof dialog === 'object' && 'codes' in dialog && <RecoveryCodesDialog codes={dialog.codes} onClose={close} />}
    </Panel>
  );
}

function FactorList({ data, onDialog }: { data: Factors; onDialog: (dialog: Opened) => void }) {
  const { t } = useTranslation();
  const { act, pending } = useAct();
  const admin = useSession()?.role === 'admin';
  const count = data.passkeys.length + (data.totpSince ? 1 : 0);
  const keep = admin && count === 1 ? t('account.last_factor') : undefined;
  const nameless = passkeysPossible() ? undefined : t('account.passkey.needs_name');
  const remove = async (what: string, run: () => Promise<unknown>) => {
    const done = await act({
      what,
      run: async () => {
        await run();
        return true;
      },
      touches: ['account', 'session', 'operations'],
    });
    if (done) showToast(t('account.factor_removed'));
  };
  const renewCodes = async () => {
    const made = await act({
      what: t('account.recovery.renew'),
      run: () => take(client.POST('/api/v1/account/recovery-codes')),
      touches: ['account', 'operations'],
    });
    if (made) onDialog({ codes: made.recoveryCodes });
  };
  return (
    <div className="stack">
      {count === 0 && <p className="quiet">{t('account.no_factor')}</p>}
      <div className="factor">
        <div>
          <b>{t('account.totp.title')}</b>{' '}
          {data.totpSince ? (
            <span className="quiet">
              {t('account.since')} <TimeText value={data.totpSince} only="absolute" />
            </span>
          ) : (
            <StateMark tone="idle">{t('account.not_set_up')}</StateMark>
          )}
        </div>
        <span className="actions">
          <ActionButton variant="default" onClick={() => onDialog('totp')}>
            {t(data.totpSince ? 'account.totp.replace' : 'account.totp.add')}
          </ActionButton>
          {data.totpSince && (
            <ActionButton
              variant="default"
              reason={keep}
              loading={pending}
              onClick={() => remove(t('account.totp.remove'), () => take(client.DELETE('/api/v1/account/totp')))}
            >
              {t('account.totp.remove')}
            </ActionButton>
          )}
        </span>
      </div>
      <div className="factor">
        <div>
          <b>{t('account.passkey.title')}</b>{' '}
          {data.passkeys.length === 0 && <StateMark tone="idle">{t('account.not_set_up')}</StateMark>}
        </div>
        <span className="actions">
          <ActionButton variant="default" reason={nameless} onClick={() => onDialog('passkey')}>
            {t('account.passkey.add')}
          </ActionButton>
        </span>
      </div>
      {data.passkeys.map((passkey) => (
        <PasskeyLine
          key={passkey.id}
          passkey={passkey}
          keep={keep}
          pending={pending}
          onRename={() => onDialog({ renamed: passkey })}
          onRemove={remove}
        />
      ))}
      {nameless && <p className="quiet">{nameless}</p>}
      {count > 0 && (
        <div className="factor">
          <div>
            <b>{t('account.recovery.title')}</b>{' '}
            <StateMark tone={data.recoveryCodesLeft < 3 ? 'warn' : 'ok'}>
              {t('account.recovery.left', { count: data.recoveryCodesLeft })}
            </StateMark>
          </div>
          <ActionButton variant="default" loading={pending} onClick={renewCodes}>
            {t('account.recovery.renew')}
          </ActionButton>
        </div>
      )}
    </div>
  );
}

function PasskeyLine({
  passkey,
  keep,
  pending,
  onRename,
  onRemove,
}: {
  passkey: Passkey;
  keep: string | undefined;
  pending: boolean;
  onRename: () => void;
  onRemove: (what: string, run: () => Promise<unknown>) => void;
}) {
  const { t } = useTranslation();
  const what = t('account.passkey.remove', { name: passkey.name });
  return (
    <div className="factor nested">
      <div>
        <HostileText text={passkey.name} /> <span className="mono quiet">{passkey.hostName}</span>{' '}
        <span className="quiet">
          {passkey.lastUsedAt ? (
            <>
              {t('account.last_used')} <TimeText value={passkey.lastUsedAt} only="relative" />
            </>
          ) : (
            t('account.never_used')
          )}
        </span>
      </div>
      <span className="actions">
        <ActionButton
          variant="default"
          aria-label={t('account.passkey.rename', { name: passkey.name })}
          onClick={onRename}
        >
          {t('account.passkey.rename_short')}
        </ActionButton>
        <ActionButton
          variant="default"
          reason={keep}
          loading={pending}
          aria-label={what}
          onClick={() =>
            onRemove(what, () =>
              take(client.DELETE('/api/v1/account/passkeys/{id}', { params: { path: { id: passkey.id } } })),
            )
          }
        >
          {t('account.passkey.remove_short')}
        </ActionButton>
      </span>
    </div>
  );
}

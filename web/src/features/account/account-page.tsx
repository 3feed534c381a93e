import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { changeLanguage, LANGUAGES, type Language } from '../../i18n/i18n';
import { PageHead, Panel } from '../../ui/page-head';
import { useSession } from '../session/use-session';
import { FactorsPanel } from './factors-panel';
import { PasswordPanel } from './password-panel';
import { SessionsPanel } from './sessions-panel';
import './account.css';

export function AccountPage() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <main className="page" id="main">
      <PageHead
        title={t('nav.account')}
        note={`${session?.userName ?? ''} · ${t(`users.role.${session?.role ?? 'viewer'}`)}`}
      />
      <div className="account-grid">
        <div className="stack">
          <FactorsPanel />
          <PasswordPanel />
        </div>
        <div className="stack">
          <Preferences />
          <Rights />
        </div>
      </div>
      <SessionsPanel />
    </main>
  );
}

const THEMES = ['auto', 'light', 'dark'] as const;

function Preferences() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <Panel title={t('account.preferences')}>
      <dl className="facts preferences">
        <dt>{t('ui.language')}</dt>
        <dd>
          <SegmentedControl
            size="xs"
            value={i18n.language}
            onChange={(language) => changeLanguage(language as Language)}
            aria-label={t('ui.language')}
            data={LANGUAGES.map((language) => ({ value: language.code, label: language.name }))}
          />
        </dd>
        <dt>{t('account.theme')}</dt>
        <dd>
          <SegmentedControl
            size="xs"
            value={colorScheme}
            onChange={(theme) => setColorScheme(THEMES.find((each) => each === theme) ?? 'auto')}
            aria-label={t('account.theme')}
            data={THEMES.map((theme) => ({ value: theme, label: t(`account.themes.${theme}`) }))}
          />
        </dd>
      </dl>
    </Panel>
  );
}

function Rights() {
  const { t } = useTranslation();
  const rights = useSession()?.rights;
  if (!rights) return null;
  const services = Object.entries(rights.services)
    .filter(([, allowed]) => allowed)
    .map(([name]) => t(`services.operation.${name === 'resetFailed' ? 'reset-failed' : name}`));
  const yes = (allowed: boolean) => t(allowed ? 'account.allowed' : 'account.not_allowed');
  return (
    <Panel title={t('account.rights')}>
      <dl className="facts">
        <dt>{t('nav.services')}</dt>
        <dd>{services.length > 0 ? services.join(' · ') : t('account.not_allowed')}</dd>
        <dt>{t('processes.send_signal')}</dt>
        <dd>{yes(rights.signal)}</dd>
        <dt>{t('processes.set_priority')}</dt>
        <dd>{yes(rights.priority)}</dd>
        <dt>{t('operations.type.command')}</dt>
        <dd>{yes(rights.commands)}</dd>
      </dl>
    </Panel>
  );
}

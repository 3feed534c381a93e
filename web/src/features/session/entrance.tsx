import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../api/model';
import { LanguageMenu, ThemeButton } from '../../ui/preferences';
import { Setup, Ticket } from './first-password';
import { SecondStep, SignIn } from './sign-in';
import './entrance.css';

/// The door: sign-in with its second step, the first administrator on a host that has none yet, or a one-time code.
export function Entrance({ session, ended }: { session: Session; ended: boolean }) {
  const [ticket, setTicket] = useState(false);
  return (
    <Frame>
      {session.setupRequired ? (
        <Setup />
      ) : session.secondFactor ? (
        <SecondStep wanted={session.secondFactor} />
      ) : ticket ? (
        <Ticket onBack={() => setTicket(false)} />
      ) : (
        <SignIn ended={ended} onTicket={() => setTicket(true)} />
      )}
    </Frame>
  );
}

/// What stands around whatever is asked at the door.
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="entrance">
      <div className="entrance-side">
        <svg viewBox="0 0 400 120" preserveAspectRatio="none" aria-hidden="true">
          <path d="M0 70h70l18-40 26 74 22-52 14 18h60l16-26 22 44 18-18h134" />
        </svg>
      </div>
      <main className="entrance-main">
        <header className="entrance-top">
          <span className="wordmark">Procdeck</span>
          <span className="actions">
            <LanguageMenu />
            <ThemeButton />
          </span>
        </header>
        <div className="entrance-card">{children}</div>
        <footer className="quiet">{t('session.motto')}</footer>
      </main>
    </div>
  );
}

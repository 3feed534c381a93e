import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { HttpError } from '../api/http-error';
import type { LogLine, OperationRecord } from '../api/model';
import { Banner } from './banner';
import { escapeHostile } from './escape-hostile';
import { HostileText } from './hostile-text';
import { Icon } from './icons';
import { namesIn, outcomeText, type ProblemText, problemText } from './problem-text';
import { dismissPrompt, dismissToast, type Prompt, usePromptState } from './prompt-store';
import './prompts.css';
import { Dialog } from './dialog';
import { ScrollRegion } from './scroll-region';

/// The dialog that stays until it was read, and the notices that need no reading.
export function Prompts() {
  const { prompts } = usePromptState();
  const prompt = prompts[0];
  return (
    <>
      {prompt && <PromptDialog prompt={prompt} waiting={prompts.length - 1} />}
      <Toasts />
    </>
  );
}

function PromptDialog({ prompt, waiting }: { prompt: Prompt; waiting: number }) {
  const { t } = useTranslation();
  return (
    <Dialog onClose={dismissPrompt} kept size="lg" zIndex={400} title={prompt.what}>
      <div className="stack" data-testid="problem">
        {prompt.kind === 'problem' ? (
          <ProblemBody error={prompt.error} onChoose={prompt.onChoose} />
        ) : (
          <OutcomeBody record={prompt.record} />
        )}
        <div className="actions end">
          {waiting > 0 && <span className="quiet">{t('ui.more_prompts', { count: waiting })}</span>}
          {prompt.kind === 'problem' && prompt.wayOut && (
            <Button
              variant="default"
              onClick={() => {
                dismissPrompt();
                prompt.wayOut?.run();
              }}
            >
              {prompt.wayOut.label}
            </Button>
          )}
          <Button onClick={dismissPrompt} data-autofocus>
            {t('ui.understood')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function ProblemBody({ error, onChoose }: { error: HttpError; onChoose?: (name: string) => void }) {
  const { t } = useTranslation();
  const nearest = namesIn(error.parameters.nearest);
  return (
    <>
      <Explanation text={problemText(t, error)} />
      {error.errors.length > 0 && (
        <ul className="field-problems">
          {error.errors.map((each) => (
            <li key={`${each.field}.${each.code}`}>
              <code>{each.field}</code> — <HostileText text={each.message ?? each.code} />
            </li>
          ))}
        </ul>
      )}
      {nearest.length > 0 && (
        <div className="actions">
          <span className="quiet">{t('problem.nearest')}</span>
          {nearest.map((name) => (
            <Button
              key={name}
              size="xs"
              variant="light"
              onClick={() => {
                dismissPrompt();
                onChoose?.(name);
              }}
            >
              <HostileText text={name} />
            </Button>
          ))}
        </div>
      )}
      <Reference requestId={error.requestId} operationId={error.operationId} />
    </>
  );
}

/// Outcomes that name the units to look at.
const DOWN = new Set(['dependency_failed', 'command_unit_down']);

function OutcomeBody({ record }: { record: OperationRecord }) {
  const { t } = useTranslation();
  return (
    <>
      <Explanation text={{ ...outcomeText(t, record), why: undefined }} />
      {record.outcome?.exitCode !== null && record.outcome?.exitCode !== undefined && (
        <p>{t('outcome.exit_code', { code: record.outcome.exitCode })}</p>
      )}
      {record.outcome?.exitSignal && <p>{t('outcome.exit_signal', { signal: record.outcome.exitSignal })}</p>}
      <FailedFirst names={DOWN.has(record.outcome?.code ?? '') ? namesIn(record.outcome?.parameters?.failed) : []} />
      <LogLines lines={record.outcome?.lines ?? []} />
      <Reference requestId={record.requestId ?? undefined} operationId={String(record.id)} />
    </>
  );
}

/// The units to look at first, one press away.
function FailedFirst({ names }: { names: readonly string[] }) {
  const { t } = useTranslation();
  return names.map((name) => (
    <p key={name}>
      <Link to="/services" search={{ name }} onClick={dismissPrompt}>
        {t('outcome.look_at', { name: escapeHostile(name) })}
      </Link>
    </p>
  ));
}

function Explanation({ text }: { text: ProblemText }) {
  const { t } = useTranslation();
  return (
    <>
      <Banner tone="bad">
        <strong>{text.what}</strong>
        {text.why !== undefined && text.why !== text.what && <p>{text.why}</p>}
      </Banner>
      <p>
        <span className="quiet">{t('problem.next')}</span> {text.next}
      </p>
    </>
  );
}

export function LogLines({ lines }: { lines: readonly (LogLine | string)[] }) {
  const { t } = useTranslation();
  if (lines.length === 0) return null;
  return (
    <section aria-label={t('problem.log')}>
      <h3>{t('problem.log')}</h3>
      <ScrollRegion label={t('problem.log')} className="log-lines mono">
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: log lines have no other identity.
          <div key={index}>
            <HostileText text={typeof line === 'string' ? line : line.message} limit={2000} />
          </div>
        ))}
      </ScrollRegion>
    </section>
  );
}

function Reference({ requestId, operationId }: { requestId?: string; operationId?: string }) {
  const { t } = useTranslation();
  if (requestId === undefined && operationId === undefined) return null;
  return (
    <p className="quiet reference">
      {operationId !== undefined && <span>{t('problem.record', { id: operationId })}</span>}
      {requestId !== undefined && (
        <span>
          {t('problem.request')} <code>{requestId}</code>
        </span>
      )}
    </p>
  );
}

function Toasts() {
  const { t } = useTranslation();
  const { toasts } = usePromptState();
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className="toast">
          <Icon name="check" />
          <span>{toast.text}</span>
          {toast.action && (
            <Button
              size="compact-xs"
              variant="white"
              onClick={() => {
                dismissToast(toast.id);
                toast.action?.run();
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <button type="button" aria-label={t('ui.close')} onClick={() => dismissToast(toast.id)}>
            <Icon name="cross" size={14} />
          </button>
        </div>
      ))}
    </div>
  );
}

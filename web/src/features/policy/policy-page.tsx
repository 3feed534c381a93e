import { Autocomplete, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import { type Explanation, SERVICE_OPERATIONS } from '../../api/model';
import { useLive, useTopic } from '../../live/use-live';
import { Banner } from '../../ui/banner';
import { Loading } from '../../ui/empty-state';
import { HostileText } from '../../ui/hostile-text';
import { PageHead, Panel } from '../../ui/page-head';
import { codedText, problemText } from '../../ui/problem-text';
import { ScrollRegion } from '../../ui/scroll-region';
import { StateMark } from '../../ui/state-mark';
import { useDebounced } from '../../ui/use-debounced';
import { usePermissions, useSession } from '../session/use-session';
import './policy.css';

const route = getRouteApi('/policy');
const SIGNALS = ['TERM', 'HUP', 'KILL', 'STOP', 'CONT', 'INT', 'USR1', 'USR2'];
const OPERATIONS = [...SERVICE_OPERATIONS, ...SIGNALS, 'priority', 'command', 'template'];

/// What may I do here, and why: one question at a time, answered with the line of the policy that decides.
export function PolicyPage() {
  const { t } = useTranslation();
  useTopic('services');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { rights } = usePermissions();
  const session = useSession();
  const services = useLive('services')?.rows.map((row) => row.name) ?? [];
  const operation = search.operation ?? 'restart';
  const target = search.target ?? '';
  const settled = useDebounced(target.trim(), 300);
  const { data: policy } = useQuery({
    queryKey: ['policy'],
    queryFn: ({ signal }) => take(client.GET('/api/v1/policy', { signal })),
  });
  const { data: users } = useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => take(client.GET('/api/v1/users', { signal })),
    enabled: rights.users,
  });
  const needsTarget = !SIGNALS.includes(operation) && operation !== 'priority';
  const answer = useQuery({
    queryKey: ['policy', 'explanation', operation, settled, search.user],
    queryFn: ({ signal }) =>
      take(
        client.GET('/api/v1/policy/explanation', {
          params: { query: { operation, target: settled, ...(search.user && { userName: search.user }) } },
          signal,
        }),
      ),
    enabled: !needsTarget || settled !== '',
    retry: false,
  });
  const set = (change: Partial<typeof search>) =>
    navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const cited = new Set(
    answer.data?.lines.filter((line) => line.source === policy?.source).map((line) => line.line) ?? [],
  );
  return (
    <main className="page" id="main">
      <PageHead
        title={t('policy.title')}
        note={policy && sourceText(policy.source, t)}
        command="procdeck policy show"
      />
      <Panel title={t('policy.question')}>
        <div className="policy-question">
          {rights.users && (
            <Select
              label={t('policy.who')}
              value={search.user ?? session?.userName ?? ''}
              onChange={(user) => set({ user: user === session?.userName ? undefined : (user ?? undefined) })}
              allowDeselect={false}
              data={users?.items.map((user) => user.userName) ?? [session?.userName ?? '']}
              comboboxProps={{ transitionProps: { duration: 0 } }}
            />
          )}
          <Select
            label={t('policy.operation')}
            value={operation}
            onChange={(next) => set({ operation: next ?? undefined })}
            allowDeselect={false}
            searchable
            data={OPERATIONS.map((value) => ({
              value,
              label: t(`services.operation.${value}`, {
                defaultValue: t(`policy.act.${value}`, { defaultValue: t('policy.act.signal', { signal: value }) }),
              }),
            }))}
            comboboxProps={{ transitionProps: { duration: 0 } }}
          />
          {needsTarget && (
            <Autocomplete
              label={t(
                operation === 'command'
                  ? 'policy.program'
                  : operation === 'template'
                    ? 'policy.template'
                    : 'policy.unit',
              )}
              placeholder={operation === 'command' ? '/usr/bin/systemctl' : 'nginx.service'}
              value={target}
              onChange={(next) => set({ target: next || undefined })}
              data={operation === 'command' || operation === 'template' ? [] : services}
              limit={12}
              maxLength={255}
              spellCheck={false}
              comboboxProps={{ transitionProps: { duration: 0 } }}
            />
          )}
        </div>
        {answer.error instanceof HttpError && <Banner tone="bad">{problemText(t, answer.error).what}</Banner>}
        {answer.data && <Answer of={answer.data} />}
        {needsTarget && settled === '' && <p className="quiet">{t('policy.target_missing')}</p>}
      </Panel>
      <Panel title={t('policy.mine')}>
        {policy === undefined ? (
          <Loading />
        ) : (
          <ul className="policy-rights">
            {Object.entries(policy.rights).map(([act, may]) => (
              <li key={act}>
                <StateMark tone={may.allowed ? 'ok' : 'idle'}>
                  {t(`services.operation.${act}`, {
                    defaultValue: t(`policy.act.${act === 'signal' ? 'signals' : act}`, { defaultValue: act }),
                  })}
                </StateMark>
                {!may.allowed && (
                  <span className="quiet">
                    {codedText(t, { code: may.code ?? 'denied', parameters: may.parameters })}
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {policy?.secondFactorFrom && (
        <Banner tone="info">{t(`policy.second_factor_from.${policy.secondFactorFrom}`)}</Banner>
      )}
      <Panel title={t('policy.text')} note={t('policy.text_note')}>
        <ScrollRegion label={t('policy.text')} className="policy-lines mono">
          {policy?.rules.map((rule) => (
            <div key={rule.line} className={cited.has(rule.line) ? 'cited' : undefined}>
              <span className="quiet line-number">{rule.line}</span>
              <HostileText text={rule.text} limit={2000} />
            </div>
          ))}
        </ScrollRegion>
      </Panel>
    </main>
  );
}

/// The agent names its own policy by a word and a file by its path.
function sourceText(source: string, t: TFunction): string {
  return source === 'built-in' ? t('policy.built_in') : source;
}

function Answer({ of }: { of: Explanation }) {
  const { t } = useTranslation();
  const mayOnceTyped = of.allowed && of.code === 'confirmation_required';
  const who = t('policy.who_role', { user: of.userName, role: t(`users.role.${of.role}`) });
  return (
    <div className="policy-answer" aria-live="polite">
      <StateMark tone={mayOnceTyped ? 'warn' : of.allowed ? 'ok' : 'bad'}>
        {t(mayOnceTyped ? 'policy.yes_typed' : of.allowed ? 'policy.yes' : 'policy.no')}
      </StateMark>
      <p>
        {who}
        {of.target && (
          <>
            {' '}
            → <HostileText text={of.target} limit={120} />
          </>
        )}
        {of.code && !mayOnceTyped && (
          <>
            {': '}
            {codedText(t, { code: of.code, parameters: of.parameters })}
          </>
        )}
      </p>
      {of.lines.length === 0 ? (
        <p className="quiet">{t(of.code === 'role_denied' ? 'policy.role_decides' : 'policy.no_line')}</p>
      ) : (
        <ul className="policy-cited">
          {of.lines.map((line) => (
            <li key={`${line.source}:${line.line}`} className={line.decides ? 'decides' : undefined}>
              <span className="quiet">
                {line.line === 0
                  ? sourceText(line.source, t)
                  : t('policy.line', { source: sourceText(line.source, t), line: line.line })}
              </span>
              <code>
                <HostileText text={line.text} limit={400} />
              </code>
              {line.decides && <b>{t('policy.decides')}</b>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

import type { TFunction } from 'i18next';
import i18n from 'i18next';
import type { HttpError } from '../api/http-error';
import type { Coded, OperationRecord, Parameters } from '../api/model';
import { wantPolicyFaults } from '../i18n/i18n';
import { escapeHostile } from './escape-hostile';

export interface ProblemText {
  what: string;
  why: string | undefined;
  next: string;
}

/// Parameters come from the host: every string among them is escaped before it joins a sentence.
function safe(parameters: Parameters | undefined): Record<string, string | number> {
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(parameters ?? {})) {
    if (value === null) continue;
    if (Array.isArray(value)) values[name] = value.map(escapeHostile).join(', ');
    else values[name] = typeof value === 'number' ? value : escapeHostile(String(value));
  }
  return values;
}

/// A sentence whose blanks the server did not fill is worse than the server's own words.
function translated(t: TFunction, key: string, values: Record<string, string | number>): string | undefined {
  if (!i18n.exists(key)) return undefined;
  const blanks = t(key, { ...values, skipInterpolation: true }).matchAll(/\{\{(\w+)/g);
  return [...blanks].every(([, name]) => name !== undefined && name in values) ? t(key, values) : undefined;
}

/// What is wrong with the policy file, and where, from what the agent tells of it in codes and values.
export function policyFault(t: TFunction, parameters: Parameters | undefined): string | undefined {
  const values = safe(parameters);
  if (values.reason === undefined || values.path === undefined) return undefined;
  wantPolicyFaults();
  const fault = translated(t, `policy.fault.${values.reason}`, values);
  return fault === undefined || values.line === undefined ? fault : t('policy.at_line', { ...values, fault });
}

function withFault(t: TFunction, parameters: Parameters | undefined): Record<string, string | number> {
  const fault = policyFault(t, parameters);
  return { ...safe(parameters), ...(fault && { reason: fault }) };
}

/// Names that the server lists in one parameter, as an array or in one text.
export function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? value.split(/[\s,]+/).filter((name) => name !== '') : [];
}

export function problemText(t: TFunction, error: HttpError): ProblemText {
  const values = withFault(t, error.parameters);
  if (error.retryAfterSeconds !== undefined) values.seconds = error.retryAfterSeconds;
  const own = translated(t, `problem.${error.code}.what`, values);
  return {
    what: own ?? escapeHostile(error.title ?? t('problem.unknown', { status: error.status })),
    // Our own words say the same at least as well; the server's are for what we have none for.
    why: own !== undefined || error.detail === undefined ? undefined : escapeHostile(error.detail),
    next: translated(t, `problem.${error.code}.next`, values) ?? t(`problem.category.${error.category}`),
  };
}

export function outcomeText(t: TFunction, record: OperationRecord): ProblemText {
  const values: Record<string, string | number> = {
    target: escapeHostile(record.target ?? ''),
    ...withFault(t, record.outcome?.parameters),
  };
  const code = wordOf(record.outcome);
  const silent = record.outcome?.lines?.length === 0;
  const tryAgain = t(silent ? 'outcome.next.failed_silent' : 'outcome.next.failed');
  if (code && record.retStatus === 'refused') {
    const what = translated(t, `problem.${code}.what`, values);
    const next = translated(t, `problem.${code}.next`, values);
    if (what !== undefined) return { what, why: code, next: next ?? t('outcome.next.refused') };
  }
  const reason = code === 'failed' ? `services.result.${record.outcome?.parameters?.result}` : '';
  if (reason !== '' && i18n.exists(reason)) {
    return {
      what: t('outcome.failed_so', { ...values, reason: t(reason) }),
      why: code,
      next: reason.endsWith('start-limit-hit') ? t('outcome.next.start_limit') : tryAgain,
    };
  }
  if (code === 'failed' && values.message) {
    return {
      what: t('outcome.failed_so', { ...values, reason: values.message }),
      why: code,
      next: tryAgain,
    };
  }
  return {
    what: (code && translated(t, `outcome.${code}.what`, values)) || t(`operations.status.${record.retStatus}`),
    why: code,
    next:
      (silent && translated(t, `outcome.${code}.next_silent`, values)) ||
      (code && translated(t, `outcome.${code}.next`, values)) ||
      (record.retStatus === 'failed' ? tryAgain : t(`outcome.next.${record.retStatus}`)),
  };
}

/// What died is told in other words when its manager is about to start it again.
function wordOf(outcome: OperationRecord['outcome']): string | undefined {
  const restarted = outcome?.code === 'started_then_died' && outcome.parameters?.willRestart === 'true';
  return restarted ? 'dies_and_is_restarted' : outcome?.code;
}

/// The reason behind a disabled button or a notice.
export function codedText(t: TFunction, coded: Coded): string {
  const values = safe(coded.parameters);
  return (
    translated(t, `reason.${coded.code}`, values) ??
    translated(t, `problem.${coded.code}.what`, values) ??
    escapeHostile(coded.code.replaceAll('_', ' '))
  );
}

import i18n from 'i18next';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { HttpError } from '../api/http-error';
import type { OperationRecord } from '../api/model';
import { messages } from '../i18n/en';
import { messages as chinese } from '../i18n/zh-cn';
import { codedText, outcomeText, policyFault, problemText } from './problem-text';
import { nowFor } from './use-now';

beforeAll(() =>
  i18n.init({
    lng: 'en',
    resources: { en: { translation: messages }, 'zh-CN': { translation: chinese } },
    interpolation: { escapeValue: false },
  }),
);

function record(code: string, parameters: object, lines: string[] = []): OperationRecord {
  return { target: 'web:web', retStatus: 'failed', outcome: { code, parameters, lines } } as unknown as OperationRecord;
}

describe('how an act ended', () => {
  it('is told in the words of the manager when there are no better ones', () => {
    const text = outcomeText(i18n.t, record('failed', { result: 'spawn-error', message: 'fork: EAGAIN' }));
    expect(text.what).toBe('web:web failed: fork: EAGAIN.');
  });

  it('does not point at log lines that are not there', () => {
    expect(outcomeText(i18n.t, record('started_then_died', {})).next).not.toContain('The last log lines');
    expect(outcomeText(i18n.t, record('started_then_died', {}, ['oh no'])).next).toContain('The last log lines');
    expect(outcomeText(i18n.t, record('failed', { message: 'NO_FILE' })).next).not.toContain('log lines');
    expect(outcomeText(i18n.t, record('command_failed', {}, ['oh no'])).next).toContain('log lines');
  });
});

describe('what died', () => {
  it('is not to be started by hand when its manager is about to do so', () => {
    const text = outcomeText(i18n.t, record('started_then_died', { willRestart: 'true' }, ['oh no']));
    expect(text.what).toContain('by itself');
    expect(text.next).toContain('Stop it');
    expect(outcomeText(i18n.t, record('started_then_died', { willRestart: 'false' })).what).not.toContain('by itself');
  });
});

describe('what is wrong with the policy', () => {
  const parameters = { reason: 'word_wrong', path: '/etc/p', line: '2', value: '{{a}}', wanted: 'admin|operator' };
  beforeAll(async () => {
    for (const language of ['en', 'zh-CN']) {
      await i18n.changeLanguage(language);
      expect(policyFault(i18n.t, parameters)).toBeUndefined();
      await vi.waitFor(() => expect(i18n.exists('policy.fault')).toBe(true));
    }
    await i18n.changeLanguage('en');
  });

  const zh = () => i18n.getFixedT('zh-CN');

  it('is told with its line in the language of the page', () => {
    expect(policyFault(i18n.t, parameters)).toBe('/etc/p, line 2: “{{a}}” where admin|operator belongs');
    expect(policyFault(zh(), parameters)).toBe('/etc/p，第 2 行：此处应为 admin|operator，而不是“{{a}}”');
    expect(policyFault(zh(), { reason: 'missing', path: '/etc/p' })).toBe('/etc/p 不存在');
  });

  it('is told of a refused act and of a policy that was loaded anew', () => {
    const fault = policyFault(zh(), parameters);
    const refused = { ...record('look_only', parameters), retStatus: 'refused' } as OperationRecord;
    const error = new HttpError(403, { code: 'look_only', parameters });
    for (const what of [
      outcomeText(zh(), refused).what,
      outcomeText(zh(), record('policy_look_only', parameters)).what,
      problemText(zh(), error).what,
    ])
      expect(what).toBe(`策略无法使用，因此不允许任何操作：${fault}`);
  });

  it('is kept short where it is the reason of a button', () => {
    expect(codedText(zh(), { code: 'look_only', parameters })).toBe('策略文件缺失或有误，本机只能查看。');
  });

  it('shows the characters of the file that would hide something', () => {
    expect(policyFault(i18n.t, { ...parameters, value: 'a\u202eb' })).not.toContain('\u202e');
  });

  it('is nothing where another reason is told, as in an old record', () => {
    expect(policyFault(i18n.t, { reason: '/etc/p, line 2: half-written?' })).toBeUndefined();
    expect(policyFault(i18n.t, {})).toBeUndefined();
    expect(outcomeText(i18n.t, record('policy_look_only', { reason: 'an old sentence' })).what).toContain('an old');
  });
});

describe('the shared clock', () => {
  it('never puts what has happened into the future, and leaves there what is to come', () => {
    expect(nowFor(1_000, 5_000, 6_000)).toBe(5_000);
    expect(nowFor(5_900, 5_000, 6_000)).toBe(5_900);
    expect(nowFor(9_000, 5_000, 6_000)).toBe(6_000);
  });
});

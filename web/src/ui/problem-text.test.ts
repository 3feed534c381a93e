import i18n from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OperationRecord } from '../api/model';
import { messages } from '../i18n/en';
import { outcomeText } from './problem-text';
import { nowFor } from './use-now';

beforeAll(() => i18n.init({ lng: 'en', resources: { en: { translation: messages } } }));

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

describe('the shared clock', () => {
  it('never puts what has happened into the future, and leaves there what is to come', () => {
    expect(nowFor(1_000, 5_000, 6_000)).toBe(5_000);
    expect(nowFor(5_900, 5_000, 6_000)).toBe(5_900);
    expect(nowFor(9_000, 5_000, 6_000)).toBe(6_000);
  });
});

// The page's own messages, so that a test names a button by what it says in the language that is tested.
import { messages as en } from '../../../web/src/i18n/en';
import { messages as zhCn } from '../../../web/src/i18n/zh-cn';
export type Language = 'en' | 'zh-CN';

const messages: Record<Language, unknown> = { en, 'zh-CN': zhCn };

export type Texts = (key: string, values?: Record<string, string | number>) => string;

/** Looks a message up by its key; fails when there is none, so that a renamed key cannot pass unseen. */
export function textsOf(language: Language): Texts {
  return (key, values = {}) => {
    const found = lookUp(messages[language], key) ?? lookUp(messages[language], `${key}_other`);
    if (typeof found !== 'string') throw new Error(`there is no message ${key} in ${language}`);
    return found.replace(/\{\{(\w+)(?:, number)?\}\}/g, (_, name: string) => String(values[name] ?? ''));
  };
}

function lookUp(node: unknown, key: string): unknown {
  if (typeof node !== 'object' || node === null) return undefined;
  const record = node as Record<string, unknown>;
  if (key in record) return record[key];
  const [head = '', ...rest] = key.split('.');
  return rest.length > 0 ? lookUp(record[head], rest.join('.')) : undefined;
}

import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LANGUAGES = [
  { code: 'zh-CN', name: '简体中文' },
  { code: 'en', name: 'English' },
] as const;
export type Language = (typeof LANGUAGES)[number]['code'];

const STORED = 'procdeck-language';

/// Languages whose sentences for a broken policy are there or on their way.
const faultsWanted = new Set<string>();

async function messagesOf(language: Language): Promise<Record<string, unknown>> {
  return language === 'zh-CN' ? (await import('./zh-cn')).messages : (await import('./en')).messages;
}

/// Starts with the language that boot.js chose before the first paint; the other one is loaded when it is asked for.
export async function startMessages() {
  const language: Language = document.documentElement.lang === 'en' ? 'en' : 'zh-CN';
  await i18n.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: await messagesOf(language) } },
    fallbackLng: false,
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false, bindI18nStore: 'added' },
  });
}

/// The sentences for a broken policy are many and rarely needed: they are loaded when one is, and what shows it is drawn
/// again.
export function wantPolicyFaults() {
  const language = i18n.language;
  if (faultsWanted.has(language) || i18n.exists('policy.fault')) return;
  faultsWanted.add(language);
  const loaded = language === 'zh-CN' ? import('./zh-cn/policy-fault.json') : import('./en/policy-fault.json');
  loaded.then(
    ({ default: fault }) => i18n.addResourceBundle(language, 'translation', { policy: { fault } }, true),
    () => faultsWanted.delete(language),
  );
}

export async function changeLanguage(language: Language) {
  if (!i18n.hasResourceBundle(language, 'translation')) {
    i18n.addResourceBundle(language, 'translation', await messagesOf(language));
  }
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  document.documentElement.lang = language;
  await i18n.changeLanguage(language);
}

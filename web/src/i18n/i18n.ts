import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LANGUAGES = [
  { code: 'zh-CN', name: '简体中文' },
  { code: 'en', name: 'English' },
] as const;
export type Language = (typeof LANGUAGES)[number]['code'];

const STORED = 'procdeck-language';

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
    react: { useSuspense: false },
  });
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

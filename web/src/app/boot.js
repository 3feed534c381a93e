// Runs before the first paint, so that neither theme nor language flickers. A file of its own because the content security policy allows no inline script.
(() => {
  const root = document.documentElement;
  let theme = null;
  let language = null;
  try {
    theme = localStorage.getItem('procdeck-theme');
    language = localStorage.getItem('procdeck-language');
  } catch {
    // Storage may be refused; the system's preferences serve.
  }
  if (theme !== 'light' && theme !== 'dark') {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  if (language !== 'zh-CN' && language !== 'en') {
    language = (navigator.languages || [navigator.language]).find((each) => /^(zh|en)\b/i.test(each)) || 'en';
    language = /^zh/i.test(language) ? 'zh-CN' : 'en';
  }
  root.setAttribute('data-mantine-color-scheme', theme);
  root.lang = language;
})();

import type { Visitor } from './browser';

/** Every page, with something that is on it once its data is there. */
export const pages: readonly { name: string; path: string; ready: (visitor: Visitor) => Promise<void> }[] = [
  {
    name: 'overview',
    path: '/',
    ready: ({ page, t }) => page.getByRole('region', { name: t('resources.top') }).waitFor(),
  },
  { name: 'processes', path: '/processes', ready: (visitor) => visitor.row('systemd').waitFor() },
  { name: 'process-tree', path: '/processes?view=tree', ready: (visitor) => visitor.row('systemd').waitFor() },
  {
    name: 'process-detail',
    path: '/processes?q=systemd-journald',
    ready: async (visitor) => {
      const { page } = visitor;
      await visitor.row('systemd-journal').click();
      await page.getByRole('dialog').getByRole('tablist').waitFor();
    },
  },
  { name: 'sockets', path: '/sockets', ready: (visitor) => visitor.row(/tcp/i).waitFor() },
  { name: 'services', path: '/services', ready: ({ page }) => page.locator('.data-table-row').first().waitFor() },
  {
    name: 'service-detail',
    path: '/services?name=nginx.service',
    ready: ({ page }) => page.getByRole('dialog').getByRole('tablist').waitFor(),
  },
  {
    name: 'service-form',
    path: '/services?form=true',
    ready: ({ page }) => page.getByRole('dialog').getByRole('radio').first().waitFor(),
  },
  { name: 'events', path: '/events', ready: ({ page }) => page.locator('.data-table-row').first().waitFor() },
  {
    name: 'policy',
    path: '/policy',
    ready: ({ page, t }) => page.getByRole('heading', { name: t('policy.question') }).waitFor(),
  },
  {
    name: 'no-such-page',
    path: '/nowhere/at-all',
    ready: ({ page, t }) => page.getByRole('heading', { name: t('ui.no_such_page') }).waitFor(),
  },
  { name: 'operations', path: '/operations', ready: ({ page }) => page.locator('.data-table-row').first().waitFor() },
  { name: 'search', path: '/search?q=nginx', ready: ({ page }) => page.getByText('nginx.service').first().waitFor() },
  { name: 'users', path: '/users', ready: (visitor) => visitor.row('operator').waitFor() },
  {
    name: 'account',
    path: '/account',
    ready: ({ page }) => page.getByRole('main').getByRole('button').first().waitFor(),
  },
];

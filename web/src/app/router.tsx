import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { basePath } from '../api/client';
import { LOG_TYPES, RET_STATUSES } from '../api/model';
import { NotFound, Root, RouteFailure } from './root';
import { checked, flagIn, numberIn, oneOf, parseAddress, textIn, writeAddress } from './search-params';

const rootRoute = createRootRoute({ component: Root, notFoundComponent: NotFound });

const overview = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: (raw: Record<string, unknown>) => checked(raw, { at: textIn(raw, 'at', 40) }),
  component: lazyRouteComponent(() => import('../features/resources/overview-page'), 'OverviewPage'),
});

const processes = createRoute({
  getParentRoute: () => rootRoute,
  path: '/processes',
  validateSearch: (raw: Record<string, unknown>) =>
    checked(raw, {
      q: textIn(raw, 'q'),
      sort: textIn(raw, 'sort', 40),
      view: oneOf(raw, 'view', ['tree'] as const),
      pid: numberIn(raw, 'pid'),
      start: numberIn(raw, 'start'),
      follow: textIn(raw, 'follow', 40),
      tab: textIn(raw, 'tab', 20),
    }),
  component: lazyRouteComponent(() => import('../features/processes/processes-page'), 'ProcessesPage'),
});

const sockets = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sockets',
  validateSearch: (raw: Record<string, unknown>) =>
    checked(raw, {
      q: textIn(raw, 'q'),
      sort: textIn(raw, 'sort', 40),
      show: oneOf(raw, 'show', ['listen', 'tcp', 'udp'] as const),
      socket: numberIn(raw, 'socket'),
    }),
  component: lazyRouteComponent(() => import('../features/sockets/sockets-page'), 'SocketsPage'),
});

const services = createRoute({
  getParentRoute: () => rootRoute,
  path: '/services',
  validateSearch: (raw: Record<string, unknown>) =>
    checked(raw, {
      q: textIn(raw, 'q'),
      sort: textIn(raw, 'sort', 40),
      show: oneOf(raw, 'show', ['failed', 'running', 'enabled', 'all'] as const),
      name: textIn(raw, 'name'),
      tab: textIn(raw, 'tab', 20),
      form: flagIn(raw, 'form'),
    }),
  component: lazyRouteComponent(() => import('../features/services/services-page'), 'ServicesPage'),
});

const events = createRoute({
  getParentRoute: () => rootRoute,
  path: '/events',
  validateSearch: (raw: Record<string, unknown>) =>
    checked(raw, {
      q: textIn(raw, 'q'),
      sort: textIn(raw, 'sort', 40),
      show: oneOf(raw, 'show', ['failed', 'units', 'running'] as const),
      all: flagIn(raw, 'all'),
      id: numberIn(raw, 'id'),
    }),
  component: lazyRouteComponent(() => import('../features/events/events-page'), 'EventsPage'),
});

const operations = createRoute({
  getParentRoute: () => rootRoute,
  path: '/operations',
  validateSearch: (raw: Record<string, unknown>) =>
    checked(raw, {
      q: textIn(raw, 'q'),
      userName: textIn(raw, 'userName', 100),
      logType: oneOf(raw, 'logType', LOG_TYPES),
      retStatus: oneOf(raw, 'retStatus', RET_STATUSES),
      logStatus: oneOf(raw, 'logStatus', ['seen', 'unseen'] as const),
      from: textIn(raw, 'from', 40),
      to: textIn(raw, 'to', 40),
      offset: numberIn(raw, 'offset'),
      id: numberIn(raw, 'id'),
    }),
  component: lazyRouteComponent(() => import('../features/operations/operations-page'), 'OperationsPage'),
});

const search = createRoute({
  getParentRoute: () => rootRoute,
  path: '/search',
  validateSearch: (raw: Record<string, unknown>) => checked(raw, { q: textIn(raw, 'q') }),
  component: lazyRouteComponent(() => import('../features/search/search-page'), 'SearchPage'),
});

const users = createRoute({
  getParentRoute: () => rootRoute,
  path: '/users',
  validateSearch: (raw: Record<string, unknown>) => checked(raw, {}),
  component: lazyRouteComponent(() => import('../features/users/users-page'), 'UsersPage'),
});

const policy = createRoute({
  getParentRoute: () => rootRoute,
  path: '/policy',
  validateSearch: (raw: Record<string, unknown>) =>
    checked(raw, {
      operation: textIn(raw, 'operation', 20),
      target: textIn(raw, 'target', 255),
      user: textIn(raw, 'user', 100),
    }),
  component: lazyRouteComponent(() => import('../features/policy/policy-page'), 'PolicyPage'),
});

const account = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account',
  validateSearch: (raw: Record<string, unknown>) => checked(raw, {}),
  component: lazyRouteComponent(() => import('../features/account/account-page'), 'AccountPage'),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    overview,
    processes,
    sockets,
    services,
    events,
    operations,
    search,
    users,
    policy,
    account,
  ]),
  basepath: basePath,
  defaultPreload: 'intent',
  parseSearch: parseAddress,
  stringifySearch: writeAddress,
  defaultErrorComponent: RouteFailure,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

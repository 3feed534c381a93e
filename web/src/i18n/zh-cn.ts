import account from './zh-cn/account.json';
import commands from './zh-cn/commands.json';
import connection from './zh-cn/connection.json';
import events from './zh-cn/events.json';
import history from './zh-cn/history.json';
import host from './zh-cn/host.json';
import nav from './zh-cn/nav.json';
import operations from './zh-cn/operations.json';
import outcome from './zh-cn/outcome.json';
import policy from './zh-cn/policy.json';
import problem from './zh-cn/problem.json';
import processes from './zh-cn/processes.json';
import query from './zh-cn/query.json';
import reason from './zh-cn/reason.json';
import resources from './zh-cn/resources.json';
import schedule from './zh-cn/schedule.json';
import search from './zh-cn/search.json';
import services from './zh-cn/services.json';
import session from './zh-cn/session.json';
import sockets from './zh-cn/sockets.json';
import ui from './zh-cn/ui.json';
import users from './zh-cn/users.json';

export const messages = {
  account,
  commands,
  connection,
  events,
  history,
  host,
  nav,
  operations,
  outcome,
  policy,
  problem,
  processes,
  query,
  reason,
  resources,
  schedule,
  search,
  services,
  session,
  sockets,
  ui,
  users,
};

import account from './en/account.json';
import commands from './en/commands.json';
import connection from './en/connection.json';
import events from './en/events.json';
import history from './en/history.json';
import host from './en/host.json';
import nav from './en/nav.json';
import operations from './en/operations.json';
import outcome from './en/outcome.json';
import policy from './en/policy.json';
import problem from './en/problem.json';
import processes from './en/processes.json';
import query from './en/query.json';
import reason from './en/reason.json';
import resources from './en/resources.json';
import schedule from './en/schedule.json';
import search from './en/search.json';
import services from './en/services.json';
import session from './en/session.json';
import sockets from './en/sockets.json';
import ui from './en/ui.json';
import users from './en/users.json';

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

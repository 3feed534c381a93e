import type { components } from './schema';

/// The page's names for the shapes of the API. All of them come from the description that the server generates of itself.
type Schemas = components['schemas'];

/// Views that carry a row's fields beside their own; the description cannot say that the row's are all there.
type Widened<Row, View> = Row & Omit<View, keyof Row>;

export type Role = Schemas['UserView']['role'];
export type Unavailable = Record<string, string>;
export type Parameters = Record<string, unknown>;
export interface Coded {
  code: string;
  parameters?: Parameters;
}
export interface Listing<T> {
  total: number;
  items: T[];
}
/// A value the host may refuse; exactly one of the three is there.
export interface ReadingOf<T> {
  value?: T;
  denied?: string;
  unsupported?: string;
}
export type Allowance = Schemas['Permission'];

export const SERVICE_OPERATIONS = ['start', 'stop', 'restart', 'reload', 'enable', 'disable', 'reset-failed'] as const;
export type ServiceOperation = (typeof SERVICE_OPERATIONS)[number];

export type Rights = Schemas['Rights'];
type SessionView = Schemas['SessionView'];
export type Session = Omit<SessionView, 'notices'> & { notices?: SessionView['notices'] };
export type User = Schemas['UserView'];
export type AccountSession = Schemas['SessionItem'];
export type Factor = NonNullable<SessionView['factors']>[number];
export type Factors = Schemas['FactorsView'];
export type Passkey = Schemas['PasskeyItem'];
export type TotpOffer = Schemas['TotpOffer'];
export type FactorAdded = Omit<Schemas['FactorAdded'], 'session'> & { session: Session };
export type Ticket = Schemas['Ticket'];

export type Host = Schemas['HostView'];
export type ScheduleItem = Schemas['Task'];
export type Schedule = Schemas['ScheduleView'];
export type CpuShares = Schemas['Cpu'];
export type PressureFigures = Schemas['Pressure'];
export type Resources = Schemas['ResourcesView'];

export type HistorySeries = Schemas['Series'];
export type PastProcesses = Schemas['PastProcesses'];
export type PastProcess = Schemas['PastProcess'];

export type ProcessRow = Schemas['ProcessItem'];
export type ProcessMention = Schemas['RelativeView'];
export interface ResourceLimit {
  name: string;
  soft?: string | number | null;
  hard?: string | number | null;
  unit?: string | null;
}
export type ProcessDetail = Omit<Widened<ProcessRow, Schemas['ProcessView']>, 'limits'> & {
  limits: ReadingOf<ResourceLimit[]>;
};
export type Ids = Schemas['Ids'];

export type SocketRow = Schemas['SocketItem'];

export type EventRow = Schemas['EventItem'];
export type EventList = Schemas['EventList'];
export type EventFeed = Pick<EventList, 'source' | 'reason' | 'since' | 'lost' | 'held'>;

export type ServiceRow = Schemas['ServiceItem'];
export type ServiceListing = Schemas['ServiceList'];
export type ServiceDetail = Widened<ServiceRow, Schemas['ServiceView']>;
export type LogLine = Schemas['LogLine'];
export type ServiceLog = Schemas['LogView'];

export type OperationRecord = Schemas['OperationRecord'];
export type RetStatus = OperationRecord['retStatus'];
export type LogType = OperationRecord['logType'];
export const RET_STATUSES: readonly RetStatus[] = ['pending', 'succeeded', 'failed', 'refused', 'unknown'];
export const LOG_TYPES: readonly LogType[] = ['service', 'signal', 'priority', 'command', 'account', 'session'];

export type CommandChunk = Pick<Schemas['OutputView'], 'stream' | 'text'>;
export interface CommandLimit {
  name: string;
  value: string | number;
  enforced?: string | boolean | null;
}
export type CommandDetail = Widened<OperationRecord, Schemas['CommandView']>;
export type CommandPreview = Schemas['PreviewView'];

export type BulkResult = Schemas['BulkResult'];
export type BulkItem = Schemas['BulkItem'];
export type SignalPreview = Schemas['SignalPreview'];
export type CommandTemplate = Schemas['TemplateView'];
export type TemplateParameter = CommandTemplate['parameters'][number];
export type Explanation = Schemas['Explanation'];

export type SearchResult = Schemas['SearchResult'];

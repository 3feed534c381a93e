/// The state of every view lives in the address. Values there are anybody's: each is parsed, what does not fit is dropped.

type Raw = Record<string, unknown>;

type Listener = (names: string[]) => void;
let listener: Listener | undefined;
let untold: string[] = [];

/// Who is told of the parts of an address that mean nothing to its view; those of the first address are kept until then.
export function watchIgnored(next: Listener | undefined) {
  listener = next;
  if (next === undefined || untold.length === 0) return;
  next(untold);
  untold = [];
}

/// A view's parameters, each of which may be left out. What is unknown or does not fit is left out too, and said so: it must
/// not look as if a filter were in force that is not.
export function checked<Search extends object>(raw: Raw, search: Search): Partial<Search> {
  const known = search as Record<string, unknown>;
  const ignored = Object.keys(raw).filter(
    (name) => known[name] === undefined && raw[name] !== '' && raw[name] !== undefined,
  );
  if (ignored.length > 0 && listener === undefined) untold = ignored;
  else if (ignored.length > 0) listener?.(ignored);
  return search;
}

export function textIn(raw: Raw, name: string, limit = 500): string | undefined {
  const value = raw[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value.slice(0, limit) : undefined;
}

export function numberIn(raw: Raw, name: string): number | undefined {
  const value = Number(raw[name]);
  return raw[name] !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

export function flagIn(raw: Raw, name: string): true | undefined {
  return raw[name] === true || raw[name] === 'true' || raw[name] === 1 ? true : undefined;
}

export function oneOf<Value extends string>(raw: Raw, name: string, values: readonly Value[]): Value | undefined {
  const value = raw[name];
  return values.find((each) => each === value);
}

/// Addresses hold plain texts. The router's own way reads them as JSON, which would take the quotes off a quoted query.
export function parseAddress(search: string): Raw {
  return Object.fromEntries(new URLSearchParams(search));
}

export function writeAddress(search: Raw): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

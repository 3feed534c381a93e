/// The state of every view lives in the address. Values there are anybody's: each is parsed, what does not fit is dropped.

type Raw = Record<string, unknown>;

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

/// Address and port as netstat writes them; no port is `*`.
export function endpoint(address: string, port: number | null): string {
  return `${address}:${port === null || port === 0 ? '*' : port}`;
}

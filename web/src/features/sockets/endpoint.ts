/// Address and port as netstat writes them; no port is `*`.
export function endpoint(address: string, port: number | null | undefined): string {
  return `${address}:${port === null || port === undefined || port === 0 ? '*' : port}`;
}

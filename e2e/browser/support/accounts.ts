// Accounts of a test's own, and the authenticator app in their owner's pocket.
import { createHmac } from 'node:crypto';
import { type Browser, type BrowserContext, request } from 'playwright-core';
import { inject } from 'vitest';
import { Visitor } from './browser';
import type { Role } from './program-setup';

export interface Person {
  userName: string;
  password: string;
}

let made = 0;

/** Adds an account through the API, as the administrator. */
export async function makeAccount(role: Role): Promise<Person> {
  const person = { userName: `person-${process.pid}-${++made}`, password: 'a password that was just made up' };
  const api = await request.newContext({ baseURL: inject('origin'), ignoreHTTPSErrors: true });
  const token = async () =>
    (await api.storageState()).cookies.find((cookie) => cookie.name === '__Host-XSRF-TOKEN')?.value ?? '';
  await api.get('/api/v1/session');
  const admin = { userName: 'admin', password: inject('passwords').admin };
  await api.post('/api/v1/session', { data: admin, headers: { 'X-XSRF-TOKEN': await token() } });
  const answer = await api.post('/api/v1/users', {
    data: { ...person, role },
    headers: { 'X-XSRF-TOKEN': await token() },
  });
  if (answer.status() !== 201) throw new Error(`no account was made: ${await answer.text()}`);
  await api.dispose();
  return person;
}

/** Opens the page in a browser of the person's own and signs in with the password. */
export async function arriveAs(browser: Browser, person: Person, origin = ''): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser);
  await visitor.page.goto(`${origin}/account`);
  await visitor.enter(person.userName, person.password);
  return visitor;
}

/** The code that an authenticator app shows for a secret, `steps` times 30 s from now. */
export function appCode(secret: string, steps = 0): string {
  const bits = [...secret.replaceAll(' ', '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const seed = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac('sha1', seed).update(counter).digest();
  const offset = (digest[19] ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Plugs an authenticator into the browser that verifies its user by itself, as a fingerprint reader would. */
export async function plugInAuthenticator(context: BrowserContext, page: Visitor['page']): Promise<void> {
  const debuggerSession = await context.newCDPSession(page);
  await debuggerSession.send('WebAuthn.enable');
  await debuggerSession.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

import { client, take } from '../../api/client';
import { HttpError } from '../../api/http-error';
import type { FactorAdded, Session } from '../../api/model';

/// Browsers know passkeys under host names only, and not in every frame of mind.
export function passkeysPossible(host = location.hostname): boolean {
  const address = /^[0-9.]+$/.test(host) || host.includes(':');
  return !address && typeof PublicKeyCredential !== 'undefined';
}

/// Signs in with a passkey, completes a sign-in, or renews it: the server knows which from the session.
export async function provePasskey(): Promise<Session> {
  const options = await take(client.POST('/api/v1/session/passkey/options'));
  const credential = await ask(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: bytes(options.challenge),
        rpId: options.rpId,
        allowCredentials: options.allow.map((id) => ({ type: 'public-key', id: bytes(id) })),
        userVerification: 'required',
        timeout: options.timeoutMillis,
      },
    }),
  );
  const answer = credential.response as AuthenticatorAssertionResponse;
  return take(
    client.POST('/api/v1/session/passkey', {
      body: {
        credentialId: text(credential.rawId),
        challenge: options.challenge,
        clientData: text(answer.clientDataJSON),
        authenticatorData: text(answer.authenticatorData),
        signature: text(answer.signature),
      },
    }),
  );
}

/// Makes a passkey for one's own account on this host.
export async function addPasskey(name: string): Promise<FactorAdded> {
  const options = await take(client.POST('/api/v1/account/passkeys/options'));
  const credential = await ask(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: bytes(options.challenge),
        rp: { id: options.rpId, name: 'Procdeck' },
        user: { id: bytes(options.userHandle), name: options.userName, displayName: options.userName },
        pubKeyCredParams: options.algorithms.map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: options.exclude.map((id) => ({ type: 'public-key', id: bytes(id) })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        attestation: 'none',
        timeout: options.timeoutMillis,
      },
    }),
  );
  const answer = credential.response as AuthenticatorAttestationResponse;
  return take(
    client.POST('/api/v1/account/passkeys', {
      body: {
        name,
        challenge: options.challenge,
        clientData: text(answer.clientDataJSON),
        attestation: text(answer.attestationObject),
      },
    }),
  );
}

/// The browser says no for many reasons with one error, on purpose; so do we.
async function ask(call: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await call();
    if (credential !== null) return credential as PublicKeyCredential;
  } catch (failure) {
    if (!(failure instanceof DOMException)) throw failure;
    const code = failure.name === 'InvalidStateError' ? 'passkey_known' : 'passkey_canceled';
    throw new HttpError(400, { code, category: 'user' });
  }
  throw new HttpError(400, { code: 'passkey_canceled', category: 'user' });
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * Passkeys, as browsers have them.
 *
 * @module
 */

/** Whether this browser has passkeys for this page: not without TLS, and not for addresses in place of names. */
export function hasPasskeys(): boolean {
  const isAddress = /^[\d.]+$|^\[/.test(location.hostname);
  return (
    isSecureContext &&
    !isAddress &&
    typeof PublicKeyCredential === 'function' &&
    'parseRequestOptionsFromJSON' in PublicKeyCredential
  );
}

/** Makes a passkey. `options`: as the server gives them. Resolves to the answer for it. Rejects with PasskeyCancelled or PasskeyThere. */
export async function makePasskey(options: string): Promise<string> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    JSON.parse(options) as PublicKeyCredentialCreationOptionsJSON,
  );
  return answered(async () => navigator.credentials.create({ publicKey }));
}

/** Lets a passkey sign. */
export async function askPasskey(options: string): Promise<string> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    JSON.parse(options) as PublicKeyCredentialRequestOptionsJSON,
  );
  return answered(async () => navigator.credentials.get({ publicKey }));
}

/** The user did not want, or took too long; or there is no passkey of theirs, which browsers do not tell apart. */
export class PasskeyCancelled extends Error {
  override readonly name = 'PasskeyCancelled';
}

/** This authenticator has one for the account already. */
export class PasskeyThere extends Error {
  override readonly name = 'PasskeyThere';
}

async function answered(ask: () => Promise<Credential | null>): Promise<string> {
  try {
    const credential = await ask();
    if (credential instanceof PublicKeyCredential) return JSON.stringify(credential.toJSON());
    throw new PasskeyCancelled('there is no answer');
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause;
    if (cause.name === 'InvalidStateError') throw new PasskeyThere('there is one already', { cause });
    throw new PasskeyCancelled('it was cancelled', { cause });
  }
}

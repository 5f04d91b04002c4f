/**
 * Passkeys as second factors (WebAuthn Level 3): what browsers are asked, and whether their answers hold. The library that
 * reads the answers is loaded at the first one.
 *
 * A passkey is for one domain, that of the page on which it was added; browsers use it on pages of that domain alone.
 *
 * @module
 */
import { isIP } from 'node:net';
import { PosthornError } from '@posthorn/protocol';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { FactorRecord, OfferRecord } from './factor-records.ts';

/** Of JSON. Answers have about 2 KB. */
const MAX_ANSWER_CHARS = 16_384;
const MAX_ORIGIN_CHARS = 300;
/** EdDSA, ES256, RS256: what all authenticators can (§5.4 of the specification). */
const ALGORITHMS = [-8, -7, -257];
const TRANSPORTS: ReadonlySet<string> = new Set(['usb', 'nfc', 'ble', 'hybrid', 'internal', 'smart-card']);

/** How long a browser may take. */
export const ANSWER_TTL_MS = 300_000;

/**
 * The domain of passkeys on pages of this origin. Throws INVALID where browsers have none: pages without TLS, and addresses in
 * place of names. `allowed`: undefined: any.
 */
export function domainOf(origin: string, allowed: readonly string[] | undefined): string {
  const url = origin.length > MAX_ORIGIN_CHARS ? null : URL.parse(origin);
  if (url === null || url.origin !== origin)
    throw new PosthornError(
      'INVALID',
      'a passkey needs the origin of the page, such as https://chat.example.com',
    );
  if (allowed !== undefined && !allowed.includes(origin))
    throw notHere(`passkeys are for pages of this server, ${allowed.join(' or ')}, not of ${origin}`);
  const { hostname, protocol } = url;
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || (protocol !== 'https:' && !isLocal))
    throw notHere('browsers have passkeys for pages with https and a host name alone');
  return hostname;
}

function notHere(message: string): PosthornError {
  return new PosthornError('INVALID', message, { reason: 'passkey-page' });
}

export interface Owner {
  readonly id: number;
  readonly name: string;
  readonly displayName: string;
}

/** PublicKeyCredentialCreationOptionsJSON. `passkeys`: those that there are, which are not added twice. */
export function creationOptions(
  { id, name, displayName }: Owner,
  {
    challenge,
    domain,
    server,
    passkeys,
  }: {
    readonly challenge: string;
    readonly domain: string;
    readonly server: string;
    readonly passkeys: readonly FactorRecord[];
  },
): string {
  return JSON.stringify({
    rp: { id: domain, name: server },
    user: { id: userHandle(id), name, displayName: displayName === '' ? name : displayName },
    challenge,
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout: ANSWER_TTL_MS,
    excludeCredentials: descriptorsOf(passkeys),
    // The password has said who it is: the authenticator need not know, nor keep a place for it.
    authenticatorSelection: {
      residentKey: 'discouraged',
      requireResidentKey: false,
      userVerification: 'preferred',
    },
    attestation: 'none',
    extensions: {},
  });
}

/** PublicKeyCredentialRequestOptionsJSON. */
export function requestOptions(challenge: string, domain: string, passkeys: readonly FactorRecord[]): string {
  return JSON.stringify({
    challenge,
    timeout: ANSWER_TTL_MS,
    rpId: domain,
    allowCredentials: descriptorsOf(passkeys),
    userVerification: 'preferred',
    extensions: {},
  });
}

function descriptorsOf(passkeys: readonly FactorRecord[]) {
  return passkeys.map(({ credential, transports }) => ({
    type: 'public-key',
    id: credential,
    ...(transports !== '' && { transports: transports.split(' ') }),
  }));
}

/** Says nothing of its user (§14.6.1). */
function userHandle(id: number): string {
  return Buffer.from(`posthorn ${id}`).toString('base64url');
}

/** The answer of a browser, as far as it is needed to find what it answers. */
export interface PasskeyAnswer {
  readonly json: unknown;
  readonly challenge: string;
  /** The id of the passkey. */
  readonly credential: string;
}

/** Throws INVALID. */
export function parseAnswer(text: string): PasskeyAnswer {
  try {
    if (text.length > MAX_ANSWER_CHARS) throw new Error('it is too long');
    const json = JSON.parse(text) as {
      readonly id?: unknown;
      readonly response?: { clientDataJSON?: unknown };
    };
    const { clientDataJSON } = json.response ?? {};
    if (typeof json.id !== 'string' || typeof clientDataJSON !== 'string')
      throw new Error('it has no id or data');
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')) as {
      readonly challenge?: unknown;
    };
    if (typeof challenge !== 'string') throw new Error('it has no challenge');
    return { json, challenge, credential: json.id };
  } catch (cause) {
    throw new PosthornError('INVALID', 'a passkey answers with the JSON of PublicKeyCredential.toJSON()', {
      cause,
    });
  }
}

export interface NewPasskey {
  readonly credential: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: string;
}

/** The passkey that was made for an offer. Rejects with BAD_CREDENTIALS. */
export async function newPasskey({ json }: PasskeyAnswer, { key, origin }: OfferRecord): Promise<NewPasskey> {
  const [{ verifyRegistrationResponse }, { decodeAttestationObject, isoBase64URL }] = await Promise.all([
    import('@simplewebauthn/server'),
    import('@simplewebauthn/server/helpers'),
  ]);
  // The library checks what it reads.
  const response = json as RegistrationResponseJSON;
  return refusing(async () => {
    const attestation = decodeAttestationObject(isoBase64URL.toBuffer(response.response.attestationObject));
    const statement = attestation.get('attStmt');
    // Who has made the authenticator was not asked; to check it would mean to fetch what the statement names.
    const isPlain = attestation.get('fmt') === 'none' || attestation.get('fmt') === 'packed';
    if (!isPlain || statement.get('x5c') !== undefined) throw new Error('it brings an attestation');
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: key,
      expectedOrigin: origin,
      expectedRPID: new URL(origin).hostname,
      requireUserVerification: false,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified) throw new Error('its signature does not fit');
    const { id, publicKey, counter } = registrationInfo.credential;
    const { transports } = response.response;
    const known = Array.isArray(transports) ? transports.filter((each) => TRANSPORTS.has(each)) : [];
    return { credential: id, publicKey, counter, transports: [...new Set(known)].join(' ') };
  });
}

/** The signature counter of a passkey that has answered a question. Rejects with BAD_CREDENTIALS. */
export async function counterOf(
  { json }: PasskeyAnswer,
  { key, origin }: OfferRecord,
  passkey: FactorRecord,
): Promise<number> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  return refusing(async () => {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      // The library checks what it reads.
      response: json as AuthenticationResponseJSON,
      expectedChallenge: key,
      expectedOrigin: origin,
      expectedRPID: passkey.domain,
      // The counter is compared where it is stored, so that two routers cannot both take an older one.
      credential: { id: passkey.credential, publicKey: Uint8Array.from(passkey.secret), counter: 0 },
      requireUserVerification: false,
    });
    if (!verified) throw new Error('its signature does not fit');
    return authenticationInfo.newCounter;
  });
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw refusedPasskey(cause);
  }
}

export function refusedPasskey(cause?: unknown): PosthornError {
  return new PosthornError(
    'BAD_CREDENTIALS',
    'the answer of the passkey does not fit, is too old, or was used',
    {
      reason: 'passkey-refused',
      cause,
    },
  );
}

/**
 * The public keys of whoever signs, from a URL: kept for a while, fetched again for a key that is not among them, and good
 * for longer while the URL does not answer.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { createLocalJWKSet, errors } from 'jose';
import type { FlattenedJWSInput, JSONWebKeySet, JWTHeaderParameters } from 'jose';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger.ts';

/** Keys that are older are fetched again before they are used. */
const FRESH_MS = 600_000;
/** Where fetching fails, older ones are used until then; later nobody can tell whether they were withdrawn. */
const USABLE_MS = 24 * 3_600_000;
/** Between two fetches: anybody can send a JWT with a key that nobody knows. */
const REST_MS = 10_000;
const TIMEOUT_MS = 5000;
const MAX_BYTES = 262_144;

/** Algorithms whose keys have a public half. `none` and those with a shared secret are never among them (RFC 8725 §3.1). */
export const KEY_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

type Keys = ReturnType<typeof createLocalJWKSet>;

interface Fetched {
  readonly keys: Keys;
  /** Monotonic ms. */
  readonly at: number;
}

export interface KeySetOptions {
  readonly url: string;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly logger: Logger;
}

export class KeySet {
  readonly #options: KeySetOptions;
  #fetched: Fetched | undefined;
  #triedAt = -Infinity;
  #fetching: Promise<void> | undefined;

  constructor(options: KeySetOptions) {
    this.#options = options;
  }

  /** The key that the header names. Rejects with UNAVAILABLE if there are no keys now, else with an error of jose. */
  async get(header: JWTHeaderParameters, token: FlattenedJWSInput): ReturnType<Keys> {
    if (this.#age() > FRESH_MS) await this.#fetch();
    try {
      return await this.#keys()(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await this.#fetch();
      return await this.#keys()(header, token);
    }
  }

  #age(): number {
    return this.#options.clock.monotonic() - (this.#fetched?.at ?? -Infinity);
  }

  #keys(): Keys {
    if (this.#fetched !== undefined && this.#age() <= USABLE_MS) return this.#fetched.keys;
    throw new PosthornError('UNAVAILABLE', 'the keys of whoever signs JWTs cannot be fetched now; try again');
  }

  /** Never rejects. All who wait share one. */
  #fetch(): Promise<void> {
    const { clock, logger, url } = this.#options;
    if (this.#fetching !== undefined) return this.#fetching;
    if (clock.monotonic() - this.#triedAt < REST_MS) return Promise.resolve();
    this.#triedAt = clock.monotonic();
    this.#fetching = fetchKeys(url)
      .then((keys) => {
        this.#fetched = { keys, at: clock.monotonic() };
      })
      .catch((error: unknown) =>
        logger.warn({ url, error }, 'the keys of whoever signs JWTs cannot be fetched'),
      )
      .finally(() => {
        this.#fetching = undefined;
      });
    return this.#fetching;
  }
}

async function fetchKeys(url: string): Promise<Keys> {
  const answer = await fetch(url, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) throw new Error(`the answer was ${answer.status}`);
  const keys = publicKeys(JSON.parse(await textOf(answer)) as JSONWebKeySet);
  return createLocalJWKSet(keys);
}

/** A secret among them would let whoever reads it sign. */
function publicKeys(set: JSONWebKeySet): JSONWebKeySet {
  return { ...set, keys: set.keys.filter(({ kty }) => kty !== 'oct') };
}

async function textOf(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

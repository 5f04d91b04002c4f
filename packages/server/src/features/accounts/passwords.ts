/**
 * Password hashing: argon2id (RFC 9106) with the parameters of the OWASP password storage guide. Concurrency is
 * bounded, so a wave of logins cannot take all memory or all threads.
 *
 * @module
 */
import { timingSafeEqual } from 'node:crypto';
import type { Argon2Parameters } from 'node:crypto';
import { LIMITS } from '@posthorn/protocol';
import type { Random } from '../../clock.ts';
import { FairQueue } from './fair-queue.ts';
import type { Asker, FairQueueOptions } from './fair-queue.ts';
import { HashThreads } from './hash-threads.ts';
import { PasswordRules } from './password-rules.ts';
import type { PasswordRulesOptions } from './password-rules.ts';

/** Derives a key from a password. */
export type Derive = (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Uint8Array>;

interface Cost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

interface Hash extends Cost {
  readonly salt: Uint8Array;
  readonly tag: Uint8Array;
}

/** The bounds are those of hashes that are computed at once, or wait. */
export interface PasswordsOptions extends FairQueueOptions, PasswordRulesOptions {
  readonly random: Random;
  /** Tests use a low cost. */
  readonly cost?: Cost;
  /** Default: Argon2id in {@link HashThreads}. A simulation has no threads and passes its own function. */
  readonly derive?: Derive | undefined;
}

export { UNUSABLE_PASSWORD } from './user-queries.ts';

/** 19 MiB, two passes: about 20 ms of one core. */
const DEFAULT_COST: Cost = { memoryKiB: 19_456, passes: 2, lanes: 1 };
const SALT_BYTES = 16;
const TAG_BYTES = 32;

export class Passwords {
  readonly #options: PasswordsOptions;
  readonly #cost: Cost;
  /** Compared with when there is no stored hash, so that unknown accounts take equally long. */
  readonly #nobody: Hash;
  readonly #queue: FairQueue;
  readonly #rules: PasswordRules;
  readonly #threads = new HashThreads();
  readonly #compute: Derive;

  constructor(options: PasswordsOptions) {
    this.#options = options;
    this.#cost = options.cost ?? DEFAULT_COST;
    this.#queue = new FairQueue(options);
    this.#rules = new PasswordRules(options);
    this.#compute = options.derive ?? ((_algorithm, parameters) => this.#threads.derive(parameters));
    const { random } = options;
    this.#nobody = { ...this.#cost, salt: random.bytes(SALT_BYTES), tag: random.bytes(TAG_BYTES) };
  }

  /**
   * Hashes a new password of the account with this name. Returns a PHC string. Throws INVALID if it breaks a rule.
   */
  async hash(password: string, name: string, asker: Asker): Promise<string> {
    this.#rules.check(password, name);
    const salt = this.#options.random.bytes(SALT_BYTES);
    const tag = await this.#derive(password, { ...this.#cost, salt }, asker);
    const { memoryKiB, passes, lanes } = this.#cost;
    return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${base64(salt)}$${base64(tag)}`;
  }

  /** Whether the password matches the stored hash. Takes equally long without a hash. */
  async verify(password: string, stored: string | undefined, asker: Asker): Promise<boolean> {
    const hash = stored === undefined ? undefined : parse(stored);
    const isPlausible = password.length <= LIMITS.maxPasswordChars * 2;
    const tag = await this.#derive(isPlausible ? password : '', hash ?? this.#nobody, asker);
    return hash !== undefined && isPlausible && timingSafeEqual(tag, hash.tag);
  }

  /** Finishes what runs. */
  close(): Promise<void> {
    return this.#threads.close();
  }

  #derive(password: string, hash: Cost & { readonly salt: Uint8Array }, asker: Asker): Promise<Uint8Array> {
    return this.#queue.run(asker, () =>
      this.#compute('argon2id', {
        message: Buffer.from(password.normalize('NFC')),
        nonce: hash.salt,
        parallelism: hash.lanes,
        tagLength: TAG_BYTES,
        memory: hash.memoryKiB,
        passes: hash.passes,
      }),
    );
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '');
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Parses a PHC string. Returns undefined for anything else; then no password matches. */
function parse(stored: string): Hash | undefined {
  const [, memory, passes, lanes, salt, tag] = PHC.exec(stored) ?? [];
  if (salt === undefined || tag === undefined) return undefined;
  const bytes = Buffer.from(tag, 'base64');
  if (bytes.length !== TAG_BYTES) return undefined;
  return {
    memoryKiB: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    tag: bytes,
  };
}

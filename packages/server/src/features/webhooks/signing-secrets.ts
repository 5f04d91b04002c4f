/**
 * The secrets with which deliveries are signed: made, sealed for the store, opened once and kept in memory.
 *
 * @module
 */
import type { Random } from '../../clock.ts';
import { SECRET_PREFIX } from '../../outgoing/signature.ts';
import type { Sealer } from '../../sealing/sealer.ts';
import type { WebhookRecord } from './records.ts';
import { SECRETS } from './webhook-queries.ts';

const SECRET_BYTES = 32;
/** More than all webhooks have at once. */
const MAX_OPENED = 1000;

type Owner = Pick<WebhookRecord, 'createdBy' | 'createdAt'>;
type Signing = Owner & Pick<WebhookRecord, 'secret' | 'oldSecret' | 'oldUntil'>;

export function newSecret(random: Random): string {
  return SECRET_PREFIX + Buffer.from(random.bytes(SECRET_BYTES)).toString('base64');
}

/** What the store keeps of a new secret. */
export function sealedFor({ createdBy, createdAt }: Owner, secret: string, sealer: Sealer): string {
  return sealer.sealText(SECRETS, [createdBy, createdAt], secret);
}

export class SigningSecrets {
  readonly #sealer: Sealer;
  /** By what is stored, together with its owner. */
  readonly #opened = new Map<string, string>();

  constructor(sealer: Sealer) {
    this.#sealer = sealer;
  }

  /** Those that count at `now` (Unix ms), the newest first. Throws a SealedError. */
  of(webhook: Signing, now: number): readonly string[] {
    const { secret, oldSecret, oldUntil } = webhook;
    const stored = oldSecret !== '' && now < oldUntil ? [secret, oldSecret] : [secret];
    return stored.map((each) => this.#open(webhook, each));
  }

  #open({ createdBy, createdAt }: Owner, stored: string): string {
    const key = `${createdBy} ${createdAt} ${stored}`;
    const known = this.#opened.get(key);
    if (known !== undefined) return known;
    const opened = this.#sealer.openText(SECRETS, [createdBy, createdAt], stored);
    if (this.#opened.size >= MAX_OPENED) this.#opened.clear();
    this.#opened.set(key, opened);
    return opened;
  }
}

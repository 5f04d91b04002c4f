/**
 * What webhooks keep sealed in the store: the secrets with which deliveries are signed, and URLs, whose path may hold a secret
 * of the receiver. Opened once for all deliveries, and kept in memory.
 *
 * @module
 */
import type { Random } from '../../clock.ts';
import { SECRET_PREFIX } from '../../outgoing/signature.ts';
import { SealedError } from '../../sealing/sealer.ts';
import type { Sealer } from '../../sealing/sealer.ts';
import type { SealedPlace } from '../../store/sealing/place.ts';
import type { WebhookRecord } from './records.ts';
import { SECRETS, URLS } from './webhook-queries.ts';

const SECRET_BYTES = 32;
/** More than all webhooks have at once. */
const MAX_OPENED = 1000;

type Owner = Pick<WebhookRecord, 'createdBy' | 'createdAt'>;
type Signing = Owner & Pick<WebhookRecord, 'secret' | 'oldSecret' | 'oldUntil'>;
type Addressed = Owner & Pick<WebhookRecord, 'url'>;

export function newSecret(random: Random): string {
  return SECRET_PREFIX + Buffer.from(random.bytes(SECRET_BYTES)).toString('base64');
}

/** What the store keeps of a new secret. */
export function sealedSecret(owner: Owner, secret: string, sealer: Sealer): string {
  return sealer.sealText(SECRETS, rowOf(owner), secret);
}

/** What the store keeps of a URL. */
export function sealedUrl(owner: Owner, url: string, sealer: Sealer): string {
  return sealer.sealText(URLS, rowOf(owner), url);
}

/** The URL, for those who look at it; empty if it does not open, of which deliveries tell. */
export function readableUrl(webhook: Addressed, sealer: Sealer): string {
  try {
    return sealer.openText(URLS, rowOf(webhook), webhook.url);
  } catch (error) {
    if (error instanceof SealedError) return '';
    throw error;
  }
}

export class OpenedValues {
  readonly #sealer: Sealer;
  /** By place, owner, and what is stored. */
  readonly #opened = new Map<string, string>();

  constructor(sealer: Sealer) {
    this.#sealer = sealer;
  }

  /** Those that count at `now` (Unix ms), the newest first. Throws a SealedError. */
  secretsOf(webhook: Signing, now: number): readonly string[] {
    const { secret, oldSecret, oldUntil } = webhook;
    const stored = oldSecret !== '' && now < oldUntil ? [secret, oldSecret] : [secret];
    return stored.map((each) => this.#open(SECRETS, webhook, each));
  }

  /** Throws a SealedError. */
  urlOf(webhook: Addressed): string {
    return this.#open(URLS, webhook, webhook.url);
  }

  #open(place: SealedPlace, owner: Owner, stored: string): string {
    const row = rowOf(owner);
    const key = [...place.columns, ...row, stored].join(' ');
    const known = this.#opened.get(key);
    if (known !== undefined) return known;
    const opened = this.#sealer.openText(place, row, stored);
    if (this.#opened.size >= MAX_OPENED) this.#opened.clear();
    this.#opened.set(key, opened);
    return opened;
  }
}

function rowOf({ createdBy, createdAt }: Owner): readonly number[] {
  return [createdBy, createdAt];
}

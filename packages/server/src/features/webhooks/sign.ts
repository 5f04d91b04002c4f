/**
 * Signatures of deliveries, by Standard Webhooks 1.0: HMAC-SHA256 over id, time of the attempt, and body.
 *
 * @module
 */
import { createHmac } from 'node:crypto';
import type { Random } from '../../clock.ts';
import type { Body } from './body.ts';
import type { WebhookRecord } from './records.ts';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

export function newSecret(random: Random): string {
  return PREFIX + Buffer.from(random.bytes(SECRET_BYTES)).toString('base64');
}

type Signing = Pick<WebhookRecord, 'secret' | 'oldSecret' | 'oldUntil'>;

/** The headers of an attempt. `now`: Unix ms. */
export function headersOf(
  { id, bytes, events }: Body,
  { secret, oldSecret, oldUntil }: Signing,
  now: number,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000));
  const secrets = oldSecret !== '' && now < oldUntil ? [secret, oldSecret] : [secret];
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((each) => signature(each, id, timestamp, bytes)).join(' '),
    'webhook-position': String(events.at(-1)?.position ?? 0),
  };
}

function signature(secret: string, id: string, timestamp: string, body: Uint8Array): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return `v1,${mac}`;
}

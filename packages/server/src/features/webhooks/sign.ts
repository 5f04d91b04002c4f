/**
 * Secrets of webhooks, and the headers of their deliveries.
 *
 * @module
 */
import type { Random } from '../../clock.ts';
import { SECRET_PREFIX, signedHeaders } from '../../outgoing/signature.ts';
import type { Body } from './body.ts';
import type { WebhookRecord } from './records.ts';

const SECRET_BYTES = 32;

export function newSecret(random: Random): string {
  return SECRET_PREFIX + Buffer.from(random.bytes(SECRET_BYTES)).toString('base64');
}

type Signing = Pick<WebhookRecord, 'secret' | 'oldSecret' | 'oldUntil'>;

/** The headers of an attempt. `now`: Unix ms. */
export function headersOf(
  { id, bytes, events }: Body,
  { secret, oldSecret, oldUntil }: Signing,
  now: number,
): Readonly<Record<string, string>> {
  const secrets = oldSecret !== '' && now < oldUntil ? [secret, oldSecret] : [secret];
  const position = String(events.at(-1)?.position ?? 0);
  return { ...signedHeaders({ id, body: bytes, secrets }, now), 'webhook-position': position };
}

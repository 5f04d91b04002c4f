/**
 * Signatures of what this server posts, by Standard Webhooks 1.0: HMAC-SHA256 over id, time of the attempt, and body.
 *
 * @module
 */
import { createHmac } from 'node:crypto';

/** Secrets begin so; the rest is the key in Base64. */
export const SECRET_PREFIX = 'whsec_';

export interface Signed {
  readonly id: string;
  readonly body: Uint8Array;
  /** One signature for each. */
  readonly secrets: readonly string[];
}

/** The headers of a JSON body. `now`: Unix ms. */
export function signedHeaders({ id, body, secrets }: Signed, now: number): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000));
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => signature(secret, id, timestamp, body)).join(' '),
  };
}

function signature(secret: string, id: string, timestamp: string, body: Uint8Array): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return `v1,${mac}`;
}

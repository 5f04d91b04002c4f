/**
 * The headers of deliveries.
 *
 * @module
 */
import { signedHeaders } from '../../outgoing/signature.ts';
import type { Body } from './body.ts';

/** The headers of an attempt. `secrets`: those that count at `now` (Unix ms). */
export function headersOf(
  { id, bytes, events }: Body,
  secrets: readonly string[],
  now: number,
): Readonly<Record<string, string>> {
  const position = String(events.at(-1)?.position ?? 0);
  return { ...signedHeaders({ id, body: bytes, secrets }, now), 'webhook-position': position };
}

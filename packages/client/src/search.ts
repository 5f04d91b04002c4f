/**
 * Searching on the server.
 *
 * @module
 */
import type { Client, Found, SearchOptions } from './api.ts';
import { toIncoming } from './delivery.ts';

export async function searchServer(
  client: Pick<Client, 'call' | 'state'>,
  query: string,
  options: SearchOptions = {},
): Promise<Found> {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const { hits, ...found } = await client.call('search', { zone, ...options, q: query });
  const { state } = client;
  const self = state.name === 'online' ? (state.session.user?.id ?? 0) : 0;
  return {
    ...found,
    hits: hits.flatMap(({ message, ...hit }) =>
      message === undefined ? [] : [{ ...hit, message: toIncoming(message, self) }],
    ),
  };
}

/**
 * Answers to the questions on `gateways`, which every gateway hears: which users and connections are here?
 *
 * @module
 */
import type { BusHandler } from '../bus/bus.ts';
import { decodeEnvelope, encodeOnlineAnswer, encodeOnlineNames } from '../generated/bus.ts';
import type { OnlineList } from '../generated/bus.ts';
import { slotsOf } from './users.ts';
import type { LocalUsers } from './users.ts';

/** `connectionCount` returns the current number of connections of this gateway. */
export function onGatewaysSubject(users: LocalUsers, connectionCount: () => number): BusHandler {
  return (data, _subject, reply) => {
    const { body } = decodeEnvelope(data);
    switch (body?.case) {
      case 'onlineList': {
        const names = { users: namesIn(users, body.value), connections: connectionCount() };
        reply?.(encodeOnlineNames(names));
        return;
      }
      case 'onlineQuery': {
        const user = users.get(body.value.user);
        reply?.(encodeOnlineAnswer({ slots: user === undefined ? [] : slotsOf(user) }));
        return;
      }
      default:
    }
  };
}

function namesIn(
  users: LocalUsers,
  { prefix, after, limit }: OnlineList,
): readonly { readonly user: number; readonly nameKey: string }[] {
  if (limit === 0) return [];
  const names: { readonly user: number; readonly nameKey: string }[] = [];
  for (const { id, nameKey } of users.all()) {
    if (nameKey.startsWith(prefix) && nameKey > after) names.push({ user: id, nameKey });
  }
  return names.toSorted((a, b) => (a.nameKey < b.nameKey ? -1 : 1)).slice(0, limit);
}

/**
 * Answers to the questions on `gateways`, which every gateway hears: which users and connections are here?
 *
 * @module
 */
import type { BusHandler } from '../bus/bus.ts';
import { decodeEnvelope, encodeOnlineAnswer, encodeOnlineNames } from '../generated/bus.ts';
import type { OnlineList } from '../generated/bus.ts';
import type { Presence } from './presence.ts';
import { slotsOf } from './users.ts';
import type { LocalUser, LocalUsers } from './users.ts';

export interface GatewaysSubjectParts {
  readonly users: LocalUsers;
  readonly presence: Presence;
  /** Current number of connections of this gateway. */
  readonly connectionCount: () => number;
}

export function onGatewaysSubject({ users, presence, connectionCount }: GatewaysSubjectParts): BusHandler {
  return (data, _subject, reply) => {
    const { body } = decodeEnvelope(data);
    switch (body?.case) {
      case 'onlineList': {
        const names = {
          users: namesIn([...users.all(), ...presence.leaving()], body.value),
          connections: connectionCount(),
        };
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
  users: readonly LocalUser[],
  { prefix, after, limit }: OnlineList,
): readonly { readonly user: number; readonly nameKey: string }[] {
  if (limit === 0) return [];
  const names: { readonly user: number; readonly nameKey: string }[] = [];
  for (const { id, nameKey } of users) {
    if (nameKey.startsWith(prefix) && nameKey > after) names.push({ user: id, nameKey });
  }
  return names.toSorted((a, b) => (a.nameKey < b.nameKey ? -1 : 1)).slice(0, limit);
}

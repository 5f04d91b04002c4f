/**
 * The cast of a run: users, their conversations, and their clients.
 *
 * @module
 */
import { join } from 'node:path';
import type { Picture } from '@posthorn/client';
import type { Storage } from '@posthorn/client/node';
import { enter } from './actors/auditor.ts';
import { Device } from './actors/device.ts';
import { MqttClient } from './actors/mqtt-client.ts';
import { RawClient } from './actors/raw-client.ts';
import type { RawConnection } from './actors/raw-connection.ts';
import type { Speaker } from './actors/speaker.ts';
import type { Dice } from './dice.ts';
import type { History } from './history.ts';
import type { Door, Network } from './network/network.ts';
import type { Place, User } from './places.ts';
import type { System } from './system/system.ts';

export interface Cast {
  readonly users: readonly User[];
  readonly places: readonly Place[];
  readonly devices: readonly Device[];
  /** They speak a protocol by hand. */
  readonly rawClients: readonly Speaker[];
  /** Changes memberships and blocks, as the first user. */
  readonly steward: RawClient;
}

const NAMES = ['romeo', 'juliet', 'mercutio', 'tybalt', 'benvolio', 'nurse', 'paris', 'rosaline'] as const;
const CLASSES = ['desktop', 'mobile', 'web'] as const;
const PASSWORD = 'wherefore-art-thou';
/** With fewer users nobody could come and go. */
const LEAST_USERS = 4;
/** One of this many clients speaks the protocol by hand. */
const RAW_EVERY = 4;
/** One of this many of those speaks MQTT, where the system does, and one at least. */
const MQTT_EVERY = 2;
/** How long a slow application takes per message, in ms. */
const SLOWNESS_MS = 1;

export interface CastOptions {
  readonly system: System;
  readonly network: Network;
  readonly history: History;
  readonly dice: Dice;
  readonly clients: number;
  /** The directory for the state of devices. */
  readonly directory: string;
  /** Appended to names, so that runs on the same server do not collide. */
  readonly suffix: string;
  readonly wrapStorage?: ((storage: Storage) => Storage) | undefined;
  readonly makePicture?: (() => Picture) | undefined;
}

/** Creates accounts, conversations, and clients that are not connected yet. */
export async function createCast(options: CastOptions): Promise<Cast> {
  const { system, clients, suffix } = options;
  const count = Math.max(LEAST_USERS, Math.ceil(clients * 0.6));
  const users: User[] = [];
  let lobby = 0;
  const connections = new Map<User, RawConnection>();
  try {
    for (let index = 0; index < count; index++) {
      const name = `${NAMES[index % NAMES.length]}${index < NAMES.length ? '' : index}${suffix}`;
      const opened = await enter(system.directUrl, { name, password: PASSWORD });
      const user = { id: opened.id, name, password: PASSWORD, token: opened.token };
      users.push(user);
      connections.set(user, opened.connection);
      lobby = opened.lobby;
    }
    const places = await createPlaces(options, users, connections);
    const [first] = users;
    if (system.isOurs && lobby !== 0 && first !== undefined) {
      const room = { id: lobby, name: 'the lobby', kind: 'room', users: [], owner: first.id } as const;
      places.push({ ...room, witness: first, use: 'talk', speakers: users });
    }
    return { users, places, ...(await createClients(options, users, places)) };
  } finally {
    for (const connection of connections.values()) connection.close();
  }
}

async function createPlaces(
  { suffix }: CastOptions,
  users: readonly User[],
  connections: ReadonlyMap<User, RawConnection>,
): Promise<Place[]> {
  const places: Place[] = [];
  const [first, second, third, fourth] = users;
  const asFirst = first === undefined ? undefined : connections.get(first);
  if (!first || !second || !third || !fourth || asFirst === undefined) throw new Error('no users');
  const direct = async (a: User, b: User, use: Place['use']): Promise<void> => {
    const conversation = await connections.get(a)?.ask('openDirect', { user: b.id });
    const id = conversation?.id ?? 0;
    const name = `${a.name}–${b.name}`;
    places.push({ id, name, kind: 'direct', users: [a.id, b.id], witness: a, use, speakers: [a, b] });
  };
  for (const [index, user] of users.entries()) {
    await direct(user, users[(index + 1) % users.length] ?? first, 'talk');
  }
  await direct(first, third, 'block');
  await direct(second, fourth, 'quiet');
  const group = async (title: string, members: readonly User[], use: Place['use']): Promise<void> => {
    const { id } = await asFirst.ask('createGroup', { title, members: members.map((user) => user.id) });
    const group = { id, name: title, kind: 'group', users: [], owner: first.id } as const;
    places.push({ ...group, witness: first, use, speakers: users });
  };
  await group(`Verona${suffix}`, users.slice(1), 'talk');
  await group(`Masque${suffix}`, users.slice(1, 3), 'come-and-go');
  return places;
}

async function createClients(
  options: CastOptions,
  users: readonly User[],
  places: readonly Place[],
): Promise<Omit<Cast, 'users' | 'places'>> {
  const { network, system, history, dice, directory, clients, wrapStorage, makePicture } = options;
  const ours = new Set(places.map(({ id }) => id));
  const isOurs = (conversation: number): boolean => ours.has(conversation);
  const devices: Device[] = [];
  const rawClients: Speaker[] = [];
  const raw = async (user: User, who: string): Promise<RawClient> => {
    const url = await network.urlFor(who, system.tcp ?? system.http);
    return new RawClient({ who, user, url, history, dice: dice.fork(who), isOurs });
  };
  const mqtt = async (user: User, index: number, door: Door): Promise<MqttClient> => {
    const who = `${user.name}-mqtt${index}`;
    const url = await network.urlFor(who, door);
    const topicOf = (conversation: number): string => topicFor(user, conversation, { users, places });
    const more = { loginUrl: system.directUrl, dice: dice.fork(who), isOurs, topicOf };
    return new MqttClient({ who, user, url, history, ...more });
  };
  for (let index = 0; index < Math.max(clients, LEAST_USERS); index++) {
    const user = users[index % users.length];
    if (user === undefined) throw new Error('no users');
    if (index % RAW_EVERY === RAW_EVERY - 1) {
      const isMqtt = rawClients.length % MQTT_EVERY === MQTT_EVERY - 1;
      rawClients.push(
        isMqtt && system.mqtt !== undefined
          ? await mqtt(user, index, system.mqtt)
          : await raw(user, `${user.name}-raw${index}`),
      );
      continue;
    }
    const deviceClass = CLASSES[Math.floor(index / users.length) % CLASSES.length] ?? 'desktop';
    const who = `${user.name}-${deviceClass}`;
    const door = index % 2 === 0 ? (system.tcp ?? system.http) : system.http;
    const url = await network.urlFor(who, door);
    devices.push(
      new Device({
        who,
        user,
        url,
        deviceClass,
        directory: join(directory, who),
        history,
        isOurs,
        slowness: index % 5 === 4 ? SLOWNESS_MS : 0,
        ...(wrapStorage !== undefined && { wrapStorage }),
        ...(makePicture !== undefined && { makePicture }),
      }),
    );
  }
  const [first, second] = users;
  if (first === undefined || second === undefined) throw new Error('no users');
  if (system.mqtt !== undefined && !rawClients.some((each) => each instanceof MqttClient))
    rawClients.push(await mqtt(second, clients, system.mqtt));
  return { devices, rawClients, steward: await raw(first, 'steward') };
}

/** How a user names a conversation in MQTT. */
function topicFor(
  user: User,
  conversation: number,
  { users, places }: Pick<Cast, 'users' | 'places'>,
): string {
  const place = places.find(({ id }) => id === conversation);
  if (place?.kind !== 'direct') return place?.kind === 'room' ? 'lobby' : `g/${conversation}`;
  const peer = place.users.find((id) => id !== user.id);
  return `u/${users.find(({ id }) => id === peer)?.name ?? ''}`;
}

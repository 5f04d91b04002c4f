/**
 * What conversations look like at the end: on every device, on the server, and by the log itself. And what must not be
 * there any more.
 *
 * @module
 */
import { isDeepStrictEqual } from 'node:util';
import { Picture } from '@posthorn/client';
import { decodeMessage, encodeMessage } from '@posthorn/protocol';
import type { Message } from '@posthorn/protocol';
import { toIncoming } from '../../packages/client/src/delivery.ts';
import { REGISTRY } from '../../packages/server/src/compose/features.ts';
import * as viewQueries from '../../packages/server/src/features/conversations/queries.ts';
import { withStates } from '../../packages/server/src/features/messages/states.ts';
import type { Services } from '../../packages/server/src/router/services.ts';
import type { MemoryDatabase } from '../../packages/server/src/store/memory.ts';
import { rows } from '../../packages/server/src/store/sql/sql.ts';
import type { Store } from '../../packages/server/src/store/store.ts';
import type { Log } from './ledger.ts';
import { plain } from './naive-fold.ts';
import type { Shown } from './naive-fold.ts';
import { Violation } from './violation.ts';
import type { World } from './world.ts';

/** Records the first broken promise that it finds. Changes nothing. */
export async function judgePictures(world: World, database: MemoryDatabase): Promise<void> {
  const { store, devices, witness } = world;
  try {
    for (const [conversation, log] of store.ledger.logs) {
      for (const device of devices) {
        if (device.self === 0 || !log.isWhollyVisible(device.self)) continue;
        const expected = log.fold.shownTo(device.self);
        const served = await servedPicture(store.direct, device.self, conversation);
        assertShown(`the server shows ${device.name}`, { conversation, expected, shown: served });
        // One that is replaced, or has a disk that fails, may have missed what the others got.
        const shown = device.isOnline ? witness.pictureOf(device, conversation) : undefined;
        if (shown !== undefined) assertShown(`${device.name} shows`, { conversation, expected, shown });
      }
    }
    for (const user of new Set(devices.map(({ self }) => self))) await judgeUnread(world, user);
    for (const [conversation, log] of store.ledger.logs) judgeErased(database, conversation, log);
  } catch (error) {
    world.fault(error, 'the pictures could not be judged');
  }
}

interface Compared {
  readonly conversation: number;
  readonly expected: readonly Shown[];
  readonly shown: Picture;
}

function assertShown(who: string, { conversation, expected, shown }: Compared): void {
  const given = plain(shown.all());
  if (isDeepStrictEqual(given, expected)) return;
  const at = [...expected, ...given].findIndex(
    (_, index) => !isDeepStrictEqual(given[index], expected[index]),
  );
  const [is, should] = [given[at], expected[at]].map((line) => JSON.stringify(line) ?? 'nothing');
  const words = `${who} line ${at} of c${conversation} as ${is}, not as ${should}`;
  throw new Violation('fold', words, [`c${conversation}`]);
}

/** What the server gives of a conversation, read at once. */
async function servedPicture(store: Store, reader: number, conversation: number): Promise<Picture> {
  const range = { conversation, after: 0, before: 0, limit: 10_000, mark: 0 };
  const [batch] = await store.log.pull(reader, [range], Infinity);
  const picture = new Picture();
  if (batch === undefined) return picture;
  const { contents, ownStates } = REGISTRY;
  // Nothing else is needed to read.
  const services = { store, contents, ownStates } as unknown as Services;
  const { messages } = await withStates(services, reader, batch);
  for (const message of messages) picture.add(toIncoming(received(message), reader));
  return picture;
}

/** A message as it comes over the wire. */
function received(message: Parameters<typeof encodeMessage>[0]): Message {
  return decodeMessage(encodeMessage(message));
}

async function judgeUnread({ store }: World, user: number): Promise<void> {
  const views = await store.direct.run(viewQueries.views, user, 0, 1000, REGISTRY.contents.uncounted);
  for (const { id, unread } of views) {
    const expected = store.ledger.log(id)?.unread(user) ?? 0;
    if (unread === expected) continue;
    throw new Violation('unread', `u${user} has ${unread} unread in c${id}, not ${expected}`, [`c${id}`]);
  }
}

/** The words of recalled messages are in no table. */
function judgeErased(database: MemoryDatabase, conversation: number, log: Log): void {
  const words = log.fold.recalledWords();
  if (words.length === 0) return;
  for (const { name } of database.queries.tables) {
    const found = database.read(rows(`SELECT * FROM ${name}`));
    const kept = Buffer.concat(found.flatMap((row) => Object.values(row).map(bytesOf)));
    const left = words.find((each) => kept.includes(each));
    if (left === undefined) continue;
    const said = `"${left}" was recalled in c${conversation} and is in the table ${name}`;
    throw new Violation('erased', said, [`c${conversation}`]);
  }
}

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : Buffer.from(typeof value === 'string' ? value : '');
}

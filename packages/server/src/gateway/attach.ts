/**
 * Attaches connections to sessions. The order matters: subscribe, then read, then answer. Then whatever is committed
 * meanwhile is either pushed, or found by the client's sync.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Reply } from '@posthorn/protocol';
import type { Bus } from '../bus/bus.ts';
import { fromBusError } from '../bus/failure.ts';
import { userSubject } from '../bus/subjects.ts';
import { encodeEnvelope } from '../generated/bus.ts';
import type { Attachment, Caller, Proof, Router } from '../router/router.ts';
import type { Connection } from './connection.ts';
import type { LocalGroups } from './groups.ts';
import type { GatewayLimits } from './limits.ts';
import type { Presence } from './presence.ts';
import type { Rooms } from './rooms.ts';
import { isConnected } from './users.ts';
import type { LocalUser, LocalUsers } from './users.ts';

export interface AttachParts {
  readonly bus: Bus;
  readonly router: Router;
  readonly users: LocalUsers;
  readonly groups: LocalGroups;
  readonly rooms: Rooms;
  readonly presence: Presence;
  readonly limits: GatewayLimits;
}

const TOO_MANY = new PosthornError('LIMIT_EXCEEDED', 'you have too many connections here; close some', {
  reason: 'too-many-connections',
});

/** Groups per page when a user's groups are read. */
const GROUP_PAGE = 500;

/** Asks the router whether a client with this proof may attach, and as whom. */
export async function attach(parts: AttachParts, connection: Connection, proof: Proof): Promise<Reply> {
  if (connection.state !== 'stranger')
    throw new PosthornError('INVALID', 'this connection is attached already');
  connection.state = 'attaching';
  const attachment = await admitted(parts.router, connection, proof);
  try {
    await listen(parts, connection, attachment, proof);
  } catch (error) {
    // A half-attached connection cannot be repaired: end it, and let the client try again.
    const coded = fromBusError(error);
    connection.end(coded);
    throw coded;
  }
  return attachment.reply;
}

async function admitted(router: Router, connection: Connection, proof: Proof): Promise<Attachment> {
  try {
    return await admit(router, connection.caller, proof);
  } catch (error) {
    if (!isClosed(connection)) connection.state = 'stranger';
    throw error;
  }
}

function admit(router: Router, caller: Caller, proof: Proof): Promise<Attachment> {
  return typeof proof === 'string' ? router.attach(caller, proof) : router.attachAs(caller, proof);
}

async function listen(
  parts: AttachParts,
  connection: Connection,
  attachment: Attachment,
  proof: Proof,
): Promise<void> {
  const { bus, users, rooms, presence, limits } = parts;
  const { session, slot, fence } = attachment;
  if (isClosed(connection)) throw new PosthornError('UNAVAILABLE', 'the connection is gone');
  if ((users.get(session.user)?.connections.length ?? 0) >= limits.maxPerUser) throw TOO_MANY;
  connection.caller = { ...connection.caller, session, proof: attachment.proof ?? proof };
  connection.slot = slot;
  connection.fence = fence;
  const { user, isFirst } = users.add(session.user, session.nameKey, connection);
  for (const room of attachment.rooms) rooms.open(room);
  rooms.add(connection);
  await bus.ready();
  if (slot !== '')
    bus.publish(userSubject(user.id), encodeEnvelope({ body: { case: 'fence', value: { slot, fence } } }));
  user.groupsReady ??= joinGroups(parts, user).then(() => {});
  try {
    await user.groupsReady;
  } catch (error) {
    user.groupsReady = undefined;
    throw error;
  }
  if (isClosed(connection)) throw new PosthornError('UNAVAILABLE', 'the connection is gone');
  if (isFirst) presence.came(user.id);
}

type GroupParts = Pick<AttachParts, 'router' | 'groups' | 'bus'>;

/** Compares a user's groups with the store, because news of changes may have been lost. */
export async function reviewGroups(parts: GroupParts, user: LocalUser): Promise<void> {
  const known = [...(user.groups ?? [])];
  const found = await joinGroups(parts, user);
  const doubtful = known.filter((id) => !found.has(id));
  await Promise.all(doubtful.map((id) => parts.groups.membershipChanged(id, user, 0)));
}

/** Returns the groups that the router names. */
async function joinGroups({ router, groups, bus }: GroupParts, user: LocalUser): Promise<Set<number>> {
  const found = new Set<number>();
  for (let after = 0; ;) {
    const page = await router.groups(user.id, after, GROUP_PAGE);
    // The user may have left while we were reading.
    if (!isConnected(user)) return found;
    for (const { id, version } of page) {
      groups.join(id, version, user);
      found.add(id);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < GROUP_PAGE) break;
    after = last.id;
  }
  await bus.ready();
  return found;
}

function isClosed(connection: Connection): boolean {
  return connection.state === 'closed';
}

/**
 * Sessions of clients of other wires, such as MQTT, kept while the clients are away. Only the wire understands their state.
 * The connection that took a session last owns it; what another one still saves is refused (docs/adr/0047).
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { SaveWireSession, TakeWireSession, WireSessionInit } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { WIRE_SESSION_OPTIONS } from './options.ts';
import * as queries from './queries.ts';
import type { SessionName } from './records.ts';
import { sayWillOf, willIn } from './wills.ts';

const WIRE = /^[a-z0-9]{1,16}$/;
const MAX_CLIENT_BYTES = 128;
const MAX_OWNER_BYTES = 64;
const MAX_NODE_BYTES = 64;
const MAX_STATE_BYTES = 262_144;

export async function takeWireSession(
  services: Services,
  caller: Caller,
  request: TakeWireSession,
): Promise<WireSessionInit> {
  const { wire, client, node, discard, outlivesLogin } = request;
  const expirySeconds = allowedSeconds(services, request.expiryS);
  const will = await willIn(services, request, expirySeconds);
  if ((will !== undefined || node !== '') && !isText(node, MAX_NODE_BYTES))
    throw new PosthornError('INVALID', `the node of a connection has 1 to ${MAX_NODE_BYTES} bytes`);
  const state = await services.store.run(queries.takeSession, {
    ...nameIn(caller, request),
    owner: ownerOf(services, request),
    discard,
    expirySeconds,
    login: outlivesLogin ? 0 : sessionOf(caller).id,
    heldBy: sessionOf(caller).id,
    time: services.clock.now(),
    will,
  });
  if (state === 'full')
    throw new PosthornError(
      'LIMIT_EXCEEDED',
      expirySeconds > 0
        ? 'too many sessions of this user are kept already'
        : 'too many clients of this user have a will: connect without one, or keep the session',
    );
  if (node !== '') services.publish.wireTaken(sessionOf(caller).user, { wire, client, node });
  return { found: state.length > 0, state, expiryS: expirySeconds };
}

export async function saveWireSession(
  services: Services,
  caller: Caller,
  request: SaveWireSession,
): Promise<WireSessionInit> {
  const { version, state, isOver, isLost } = request;
  if (state.length > MAX_STATE_BYTES)
    throw new PosthornError('TOO_LARGE', `the state of a session has at most ${MAX_STATE_BYTES} bytes`);
  if (version === 0) throw new PosthornError('INVALID', 'the version of a state is above 0');
  const expirySeconds = allowedSeconds(services, request.expiryS);
  const name = { ...nameIn(caller, request), owner: ownerOf(services, request) };
  const isOwn = await services.store.run(queries.saveSession, {
    ...name,
    version,
    state,
    expirySeconds,
    isOver,
    isLost,
    time: services.clock.now(),
  });
  if (isOver && isLost) await sayWillOf(services, name);
  if (!isOwn) throw new PosthornError('CONFLICT', 'another connection has taken this session');
  return { found: true, expiryS: expirySeconds };
}

/** Throws INVALID for names and owners that no wire has. */
function nameIn(
  caller: Caller,
  { wire, client, owner }: Pick<TakeWireSession, 'wire' | 'client' | 'owner'>,
): SessionName {
  if (!WIRE.test(wire))
    throw new PosthornError('INVALID', 'a wire has 1 to 16 lower-case letters and digits');
  if (!isText(client, MAX_CLIENT_BYTES))
    throw new PosthornError('INVALID', `the client of a wire has 1 to ${MAX_CLIENT_BYTES} bytes`);
  if (!isText(owner, MAX_OWNER_BYTES))
    throw new PosthornError('INVALID', `the owner of a session has 1 to ${MAX_OWNER_BYTES} bytes`);
  return { user: sessionOf(caller).user, wire, client };
}

/**
 * As it is stored. When the log was restored from a backup, so was the session, and the two agree: what its connection saves now, of
 * a log that is gone, would let its client miss messages (promise 12).
 */
function ownerOf({ store }: Services, { owner }: Pick<TakeWireSession, 'owner'>): string {
  return `${store.epoch} ${owner}`;
}

/** PostgreSQL cannot store U+0000. */
function isText(text: string, maxBytes: number): boolean {
  return text !== '' && Buffer.byteLength(text) <= maxBytes && !text.includes('\0');
}

function allowedSeconds({ config }: Services, wanted: number): number {
  const { wireSessionTtl } = optionsOf(config.options, WIRE_SESSION_OPTIONS);
  return Math.min(wanted, Math.floor(wireSessionTtl / 1000));
}

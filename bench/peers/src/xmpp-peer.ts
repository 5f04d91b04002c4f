/**
 * The two scenarios over XMPP, for any server.
 *
 * @module
 */
import type { Lab } from '../../src/lab.ts';
import { sideBySide } from '../../src/side-by-side.ts';
import { measureDirect, measureFanout } from '../../src/load/closed-loop.ts';
import type { Measured } from '../../src/load/closed-loop.ts';
import type { Guarantee, Work } from './peer.ts';
import { connectXmpp, enterRoom, openRoom, roomListener, roomTalker, xmppTalker } from './xmpp.ts';

/** A running server. */
export interface RunningXmpp {
  readonly port: number;
  /** Its processes, and those of its database. */
  readonly pids: readonly number[];
  readonly end: () => Promise<void>;
  /** How many copies of messages its archive has, if it has one. */
  readonly archived?: () => Promise<number>;
}

export type StartXmpp = (lab: Lab) => Promise<RunningXmpp>;

const ACK = '`<a/>` of XEP-0198';

/** In a room the only ack is the reflected message. */
export const ROOM_ACK = 'the sender’s own message comes back';

export const UNARCHIVED: Guarantee = {
  ack: ACK,
  stored: undefined,
  isSynced: false,
  means: 'The server has passed it to those who are connected; there is no history.',
};

/** `means` says when which copy is committed. */
export function archivedIn(database: string, means: string): Guarantee {
  return {
    ack: ACK,
    stored: database,
    isSynced: true,
    means: `${means} A retried message counts as a new one.`,
  };
}

/** All names have the same length, so that stanzas do too. */
const nameOf = (index: number): string => `u${String(index).padStart(4, '0')}`;
const AT_ONCE = 20;
/** Sender and receiver each have a copy of a direct message. */
const COPIES = 2;

export function xmppDirect(start: StartXmpp): (lab: Lab, work: Work) => Promise<Measured> {
  return async (lab, work) => {
    const server = await start(lab);
    lab.note('logging in');
    const talkers = await sideBySide(
      work.talkers,
      async (index) => xmppTalker(await connectXmpp(server.port, nameOf(index)), nameOf(index ^ 1)),
      AT_ONCE,
    );
    lab.note('measuring');
    const measured = await measureDirect(lab, work, { talkers, pids: server.pids });
    await checkArchive(server, measured.perSecond * lab.seconds * COPIES);
    await server.end();
    return measured;
  };
}

export function xmppFanout(start: StartXmpp): (lab: Lab, work: Work) => Promise<Measured> {
  return async (lab, work) => {
    const server = await start(lab);
    lab.note('logging in');
    const users = await sideBySide(work.members, (index) => connectXmpp(server.port, nameOf(index)), AT_ONCE);
    const [first, ...others] = users;
    if (first === undefined) throw new RangeError('nobody is there');
    await enterRoom(first);
    await openRoom(first);
    await sideBySide(others.length, (index) => enterRoom(others[index] ?? first), AT_ONCE);
    const talkers = users.slice(0, work.speakers).map(roomTalker);
    const listeners = users.slice(work.speakers).map(roomListener);
    lab.note('measuring');
    const measured = await measureFanout(lab, work, { talkers, listeners, pids: server.pids });
    await checkArchive(server, (measured.perSecond * lab.seconds) / work.members);
    await server.end();
    return measured;
  };
}

/** Both servers silently continue, and are faster, if they cannot archive. */
async function checkArchive({ archived }: RunningXmpp, least: number): Promise<void> {
  const count = await archived?.();
  if (count !== undefined && count < Math.floor(least))
    throw new Error(`the archive has ${count} copies of messages and should have ${Math.floor(least)}`);
}

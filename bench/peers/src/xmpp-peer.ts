/**
 * The two scenarios over XMPP, whatever server speaks it.
 *
 * @module
 */
import type { Lab } from '../../src/lab.ts';
import { sideBySide } from '../../src/load/crowd.ts';
import { measureDirect, measureFanout } from './measure.ts';
import type { Measured, Work } from './peer.ts';
import { connectXmpp, enterRoom, openRoom, roomListener, roomTalker, xmppTalker } from './xmpp.ts';

/** A server that runs. */
export interface RunningXmpp {
  readonly port: number;
  readonly end: () => Promise<void>;
}

export type StartXmpp = (lab: Lab) => Promise<RunningXmpp>;

/** Names are of one length, so that stanzas are. */
const nameOf = (index: number): string => `u${String(index).padStart(4, '0')}`;
const AT_ONCE = 20;

export function xmppDirect(start: StartXmpp): (lab: Lab, work: Work) => Promise<Measured> {
  return async (lab, work) => {
    const { port, end } = await start(lab);
    lab.note('logging in');
    const talkers = await sideBySide(
      work.talkers,
      async (index) => xmppTalker(await connectXmpp(port, nameOf(index)), nameOf(index ^ 1)),
      AT_ONCE,
    );
    lab.note('measuring');
    const measured = await measureDirect(lab, talkers, work);
    await end();
    return measured;
  };
}

export function xmppFanout(start: StartXmpp): (lab: Lab, work: Work) => Promise<Measured> {
  return async (lab, work) => {
    const { port, end } = await start(lab);
    lab.note('logging in');
    const users = await sideBySide(work.members, (index) => connectXmpp(port, nameOf(index)), AT_ONCE);
    const [first, ...others] = users;
    if (first === undefined) throw new RangeError('nobody is there');
    await enterRoom(first);
    await openRoom(first);
    await sideBySide(others.length, (index) => enterRoom(others[index] ?? first), AT_ONCE);
    const talkers = users.slice(0, work.speakers).map(roomTalker);
    const listeners = users.slice(work.speakers).map(roomListener);
    lab.note('measuring');
    const measured = await measureFanout(lab, { talkers, listeners }, work);
    await end();
    return measured;
  };
}

/**
 * Many connections, each of a different user, and their groups.
 *
 * @module
 */
import type { Stage } from '../lab.ts';
import { sideBySide } from '../side-by-side.ts';
import { ask, attach, dialTcp, dialWebSocket } from './client.ts';
import type { DialOptions, Pipe } from './client.ts';

const MEMBERS_PER_CALL = 190;

export type Kind = 'tcp' | 'ws';

/** Connects and attaches the users from `from` up to, but not including, `to`. */
export function attachAll(
  stage: Stage,
  { from = 0, to = stage.users.length, kind = 'tcp' }: { from?: number; to?: number; kind?: Kind } = {},
): Promise<Pipe[]> {
  const [dial, port] = kind === 'tcp' ? [dialTcp, stage.tcp] : [dialWebSocket, stage.http];
  return sideBySide(to - from, async (index) => {
    const pipe = await dial(port);
    await attach(pipe, stage.users[from + index]?.token ?? '');
    return pipe;
  });
}

/** Creates a group of the users from `from` up to, but not including, `to`. The first one owns it. Returns its id. */
export async function makeGroup(
  stage: Pick<Stage, 'tcp' | 'users'>,
  from: number,
  to: number,
): Promise<number> {
  const members = stage.users.slice(from, to);
  const [owner, ...others] = members;
  const pipe = await dialTcp(stage.tcp);
  await attach(pipe, owner?.token ?? '');
  let id = 10;
  const clientId = (): string => `group-${from}-${id}`;
  const ids = others.map((user) => user.id);
  const first = ids.slice(0, MEMBERS_PER_CALL);
  const created = await ask(pipe, id++, {
    case: 'createGroup',
    value: { title: 'bench', members: first, clientId: clientId() },
  });
  if (created.case !== 'conversation') throw new Error(`an odd answer: ${created.case}`);
  const conversation = created.value.id;
  for (let at = first.length; at < ids.length; at += MEMBERS_PER_CALL) {
    const users = ids.slice(at, at + MEMBERS_PER_CALL);
    await ask(pipe, id++, { case: 'addMembers', value: { conversation, users, clientId: clientId() } });
  }
  pipe.close();
  return conversation;
}

/** Rotates over the addresses of this machine: Linux answers on all of 127.0.0.0/8. */
export function localAddress(index: number, platform: NodeJS.Platform = process.platform): DialOptions {
  return platform === 'linux' ? { localAddress: `127.0.0.${(index % 200) + 2}` } : {};
}

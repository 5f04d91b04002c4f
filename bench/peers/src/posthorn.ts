/**
 * Posthorn itself, with the load of its own scenarios.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import type { Lab } from '../../src/lab.ts';
import { errorNameOf, onFrames, sendFrame } from '../../src/load/client.ts';
import type { Pipe, SendTarget } from '../../src/load/client.ts';
import { attachAll, makeGroup } from '../../src/load/crowd.ts';
import { measureDirect, measureFanout } from './measure.ts';
import type { Listener, Talker } from './measure.ts';
import type { Measured, Peer, Work } from './peer.ts';

/** Codes of an overloaded server: for a refused message, and for those behind it. */
const MAY_RETRY = new Set(['OVERLOADED', 'HELD']);
/** Used if the server names no delay. */
const RETRY_MS = 100;

export const posthorn: Peer = {
  name: 'posthorn',
  title: 'Posthorn',
  guarantee: {
    ack: 'Ack with the seq',
    stored: 'SQLite',
    isSynced: true,
    means:
      'Committed and synced, in one order for everybody, under a client message id that makes a retry harmless. After a power loss every acked message is still there.',
  },
  async version() {
    const manifest = new URL('../../../packages/server/package.json', import.meta.url);
    return (JSON.parse(await readFile(manifest, 'utf8')) as { readonly version: string }).version;
  },
  async direct(lab: Lab, work: Work): Promise<Measured> {
    const stage = await lab.stage(work.talkers);
    const pipes = await attachAll(stage);
    const talkers = pipes.map((pipe, index) =>
      posthornTalker(pipe, { case: 'user', value: stage.users[index ^ 1]?.id ?? 0 }),
    );
    const measured = await measureDirect(lab, work, { talkers, pids: [stage.server.child.pid] });
    await stage.end();
    return measured;
  },
  async fanout(lab: Lab, work: Work): Promise<Measured> {
    const stage = await lab.stage(work.members, { maxGroupMembers: Math.max(2, work.members) });
    const group = await makeGroup(stage, 0, work.members);
    const pipes = await attachAll(stage);
    const target = { case: 'conversation', value: group } as const;
    const talkers = pipes.slice(0, work.speakers).map((pipe) => posthornTalker(pipe, target));
    const listeners = pipes.slice(work.speakers).map(listener);
    const measured = await measureFanout(lab, work, {
      talkers,
      listeners,
      pids: [stage.server.child.pid],
      // A frame grows with its seq; the server knows the average size.
      frameBytes: async () => {
        const [bytes, frames] = ['posthorn_bytes_written_total', 'posthorn_frames_written_total'] as const;
        const sums = await stage.server.metrics(bytes, frames);
        return sums[bytes] / sums[frames];
      },
    });
    await stage.end();
    return measured;
  },
};

/** A refused message is sent again under its client id, in order, like the SDK. */
export function posthornTalker(pipe: Pipe, target: SendTarget): Talker {
  const unanswered = new Map<number, Uint8Array>();
  let [outgoing, refused]: [Uint8Array[], number[]] = [[], []];
  let [acked, heard] = [0, 0];
  const made: Talker = {
    say(id, text) {
      const frame = sendFrame(id, target, { clientId: `p${id}`, text });
      unanswered.set(id, frame);
      outgoing.push(frame);
    },
    flush: () => {
      if (outgoing.length > 0) pipe.write(Buffer.concat(outgoing));
      outgoing = [];
    },
    onAcked: () => {},
    onHeard: () => {},
    close: () => pipe.close(),
  };
  const sendAgain = (): void => {
    outgoing.push(...refused.flatMap((id) => unanswered.get(id) ?? []));
    refused = [];
    made.flush();
  };
  onFrames(pipe, ({ re, body }) => {
    if (re === 0) heard += body?.case === 'message' ? 1 : 0;
    else if (body?.case === 'ack') acked += unanswered.delete(re) ? 1 : 0;
    else if (body?.case === 'error' && MAY_RETRY.has(errorNameOf(body.value.code))) {
      if (refused.length === 0) setTimeout(sendAgain, body.value.retryAfterMs || RETRY_MS);
      refused.push(re);
    } else throw new Error(`the server refused a message: ${JSON.stringify(body)}`);
  });
  const parse = pipe.onBytes;
  // Once per chunk, like every other driver.
  pipe.onBytes = (bytes) => {
    parse(bytes);
    const [ackedNow, heardNow] = [acked, heard];
    [acked, heard] = [0, 0];
    if (heardNow > 0) made.onHeard(heardNow);
    if (ackedNow > 0) made.onAcked(ackedNow);
  };
  return made;
}

function listener(pipe: Pipe): Listener {
  const made: Listener = { onBytes: () => {}, close: () => pipe.close() };
  pipe.onBytes = (bytes) => made.onBytes(bytes.length);
  return made;
}

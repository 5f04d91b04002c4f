/**
 * Posthorn itself, with the load of its own scenarios.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import type { Lab } from '../../src/lab.ts';
import { attachAll, makeGroup } from '../../src/load/crowd.ts';
import { nativeListener, nativeTalker } from '../../src/load/native-talker.ts';
import { measureDirect, measureFanout } from '../../src/load/closed-loop.ts';
import type { Measured } from '../../src/load/closed-loop.ts';
import type { Peer, Work } from './peer.ts';

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
      nativeTalker(pipe, { case: 'user', value: stage.users[index ^ 1]?.id ?? 0 }),
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
    const talkers = pipes.slice(0, work.speakers).map((pipe) => nativeTalker(pipe, target));
    const listeners = pipes.slice(work.speakers).map(nativeListener);
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

/**
 * Each driver against its peer, small: a first ack for everybody and something that arrives is all that is waited for.
 * Where a peer is not installed the test is skipped with the reason.
 */
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { describe, it } from 'node:test';
import { MissingProgramError } from '@posthorn/services';
import { Lab } from '../../src/lab.ts';
import type { Peer, Work } from '../src/peer.ts';
import { PEERS, TARGETS } from '../src/peers.ts';

const SMALL: Work = { talkers: 4, inFlight: 2, members: 8, speakers: 2, inFlightPerSpeaker: 2 };
const SECONDS = 0.1;

describe('peers', () => {
  for (const peer of PEERS) {
    for (const scenario of ['direct', 'fanout'] as const) {
      if (peer[scenario] === undefined || isDoneByAnother(peer, scenario)) continue;
      it(`${peer.name} does ${scenario}`, async (t) => {
        const reason = await whyMissing(peer);
        if (reason !== undefined) {
          t.skip(reason);
          return;
        }
        const notes: string[] = [];
        const lab = new Lab({
          seconds: SECONDS,
          scale: 1,
          parentDirectory: tmpdir(),
          profileDirectory: undefined,
          note: (text) => notes.push(text),
        });
        try {
          const measured = await peer[scenario]?.(lab, SMALL);
          assert.ok(measured !== undefined && measured.perSecond > 0, JSON.stringify(measured));
        } finally {
          await lab.close();
        }
      });
    }
  }

  it('each target is about a scenario that its peer does', () => {
    for (const { scenario, peer } of TARGETS) assert.ok(peer[scenario] !== undefined, peer.name);
  });
});

/** Servers that are here more than once: each with its archive does one scenario, without it the other. */
function isDoneByAnother({ name }: Peer, scenario: 'direct' | 'fanout'): boolean {
  if (!/^(ejabberd|prosody)-/.test(name)) return false;
  return name.endsWith('-off') ? scenario === 'direct' : scenario === 'fanout';
}

async function whyMissing(peer: Peer): Promise<string | undefined> {
  try {
    assert.match(await peer.version(), /^\d+\.\d+/);
    return undefined;
  } catch (error) {
    if (error instanceof MissingProgramError) return error.message;
    throw error;
  }
}

/** The page says what was measured, what was not, and who promises less. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { page } from '../src/page.ts';
import type { Entry } from '../src/page.ts';
import { FULL_WORK } from '../src/peer.ts';
import { PEERS } from '../src/peers.ts';

const SURROUNDINGS = {
  date: new Date('2026-01-02T03:04:05Z'),
  machine: '2 × a machine',
  pinning: 'server and load on a core each',
  seconds: 5,
  scale: 1,
  work: FULL_WORK,
};

function entry(name: string, perSecond: number): Entry {
  const peer = PEERS.find((each) => each.name === name);
  assert.ok(peer !== undefined);
  const measured = { perSecond, serverCpu: 1, loadCpu: 0.5 };
  return {
    peer,
    version: '1.2.3',
    measured: {
      ...(peer.direct !== undefined && { direct: measured }),
      ...(peer.fanout !== undefined && { fanout: measured }),
    },
  };
}

it('compares each with Posthorn, says what it promises, and judges the targets', () => {
  const text = page(
    [entry('posthorn', 20_000), entry('mosquitto-qos1', 40_000), entry('ejabberd-sqlite', 1000)],
    SURROUNDINGS,
  );
  assert.match(text, /2026-01-02: 2 × a machine/);
  assert.match(text, /\| Posthorn 1\.2\.3 \| 20,000 \| – \|.*\*\*synced\*\*/);
  assert.match(text, /\| Mosquitto, QoS 1, with persistence 1\.2\.3 \| 40,000 \| 0\.50 \|.*not synced/);
  assert.match(text, /beside ejabberd, archive in SQLite \| ≥ 10 \| 20 \| reached \|/);
  assert.match(text, /beside Mosquitto, QoS 1, with persistence \| ≥ 1 \| 0\.50 \| \*\*not reached\*\* \|/);
  assert.match(text, /beside Mosquitto, QoS 0 \| ≥ 1 \| – \| not measured \|/);
});

it('says that a smaller run says little', () => {
  assert.match(page([entry('posthorn', 1)], { ...SURROUNDINGS, scale: 0.1 }), /At 0\.1 of the size/);
});

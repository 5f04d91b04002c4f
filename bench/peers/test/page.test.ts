/** The page says what was measured, what was not, and who promises less. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Measured } from '../../src/load/closed-loop.ts';
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

function entry(name: string, perSecond: number, more: Partial<Measured> = {}): Entry {
  const peer = PEERS.find((each) => each.name === name);
  assert.ok(peer !== undefined);
  const measured = { perSecond, serverCpu: 1, loadCpu: 0.5, otherCpu: 0.1, ...more };
  return {
    peer,
    version: '1.2.3',
    measured: {
      ...(peer.direct !== undefined && { direct: measured }),
      ...(peer.fanout !== undefined && { fanout: measured }),
    },
  };
}

it('compares each with Posthorn, says what it promises, and judges the targets', async () => {
  const text = await page(
    [entry('posthorn', 20_000), entry('mosquitto-qos1', 40_000), entry('ejabberd-sqlite', 1000)],
    SURROUNDINGS,
  );
  assert.match(text, /\| date \| 2026-01-02 \|/);
  assert.match(text, /2 × a machine; server and load on a core each/);
  assert.match(text, /Posthorn 1\.2\.3; Mosquitto 1\.2\.3; ejabberd 1\.2\.3/);
  assert.match(text, /\| Posthorn \| 20,000 \| – \| in SQLite, \*\*synced\*\* \| 1\.00 \| 50 µs \| 0\.50 \|/);
  assert.match(text, /\| Mosquitto, QoS 1, with persistence \| 40,000 \| 0\.50 \| in memory, not synced \|/);
  assert.match(text, /compared with ejabberd, archive in SQLite \| ≥ 10 \| 20 \| reached \|/);
  assert.match(
    text,
    /compared with Mosquitto, QoS 1, with persistence \| ≥ 1 \| 0\.50 \| \*\*not reached\*\* \|/,
  );
  assert.match(text, /compared with Mosquitto, QoS 0 \| ≥ 1 \| – \| not measured \|/);
  assert.match(text, /\| quiet: other work/);
});

it('says what takes from a figure its weight', async () => {
  const entries = [
    entry('posthorn', 1),
    entry('socket.io', 1234, { serverCpu: 0.8, loadCpu: 0.97 }),
    entry('mosquitto-qos1', 1, { otherCpu: 0.8 }),
    entry('ejabberd-off', 1),
  ];
  const text = await page(entries, { ...SURROUNDINGS, scale: 0.1 });
  assert.match(text, /At 0\.1 of the size/);
  assert.match(text, /\*\*busy\*\*: other work used 0\.10 of a core in the median, 0\.80 at most/);
  assert.match(text, /\| Socket\.IO \| ≥ 1,234 \|/);
  assert.match(text, /compared with Mosquitto, QoS 1, with persistence \| ≥ 1 \| 1\.00 \| \*\*open\*\*/);
  assert.match(text, /direct compared with ejabberd, archive off \| ≥ 2 \| 1\.00 \| \*\*not reached\*\*/);
});

it('says why somebody is not there', async () => {
  const [broken, missing] = [entry('mosquitto-qos1', 1), entry('prosody-off', 1)];
  const text = await page(
    [
      entry('posthorn', 1),
      { ...broken, measured: {}, failure: { isMissing: false, message: 'it hung\nup' } },
      { ...missing, version: '', measured: {}, failure: { isMissing: true, message: 'install it' } },
    ],
    SURROUNDINGS,
  );
  assert.match(text, /\| Mosquitto, QoS 1, with persistence \| not measured: it hung up \|/);
  assert.match(text, /\| Prosody, archive off \| not measured: not installed \|/);
  assert.match(text, /compared with Mosquitto, QoS 1, with persistence \| ≥ 1 \| – \| not measured \|/);
});

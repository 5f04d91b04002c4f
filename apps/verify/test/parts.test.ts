/** The parts that decide and judge: schedule, checks, shrinking. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { completeContent } from '@posthorn/protocol';
import { CHECKS, checkAll } from '../src/checks/all.ts';
import { Evidence } from '../src/checks/evidence.ts';
import type { LogMessage } from '../src/checks/log.ts';
import { Dice } from '../src/dice.ts';
import { CLUSTER_FAULTS, FAULTS } from '../src/faults/all.ts';
import type { Fact } from '../src/history.ts';
import { idOf } from '../src/fingerprint.ts';
import { plan } from '../src/schedule.ts';
import { shrink } from '../src/shrink.ts';

describe('the schedule', () => {
  it('is the same for the same seed, and another one for another', () => {
    const first = plan(FAULTS, 60_000, new Dice(5));
    assert.deepEqual(plan(FAULTS, 60_000, new Dice(5)), first);
    assert.notDeepEqual(plan(FAULTS, 60_000, new Dice(6)), first);
  });

  it('has every fault once, and as short as may be, when no time is given', () => {
    for (const lane of plan(FAULTS, 0, new Dice(1)).lanes) {
      assert.equal(new Set(lane.map(({ fault }) => fault)).size, lane.length);
      for (const { fault, lengthMs } of lane) assert.ok(lengthMs <= fault.lengthMs[1] * 0.15);
    }
    const all = plan(FAULTS, 0, new Dice(1)).lanes.flat();
    assert.equal(all.length, FAULTS.length);
  });

  it('has every fault once before any comes again', () => {
    for (const lane of plan(FAULTS, 20_000, new Dice(1)).lanes) {
      const names = lane.map(({ fault }) => fault.name);
      const distinct = new Set(names);
      assert.equal(new Set(names.slice(0, distinct.size)).size, distinct.size);
    }
    const all = plan(FAULTS, 20_000, new Dice(1)).lanes.flat();
    assert.equal(new Set(all.map(({ fault }) => fault)).size, FAULTS.length);
  });
});

const PLACE = { id: 7, name: 'Verona', kind: 'group', users: [] } as const;
const ANN = { who: 'ann-desktop', user: 1 } as const;
const BOB = { who: 'bob-mobile', user: 2 } as const;

function message(seq: number, text: string, sender = 1): LogMessage {
  const content = completeContent({ text });
  return { conversation: 7, seq, sender, text, time: seq, id: idOf(text), content };
}

const CREATED: LogMessage = { ...message(1, '(created 2 Verona)'), event: { kind: 'created', users: [2] } };
const REMOVED: LogMessage = { ...message(3, '(removed 2 )'), event: { kind: 'removed', users: [2] } };

/** `at`: in ms, 0 unless told otherwise. */
type Told = Fact & { readonly at?: number };

function evidence(
  facts: readonly Told[],
  log: readonly LogMessage[],
  reread?: readonly LogMessage[],
): Evidence {
  return new Evidence({
    entries: facts.map((fact, n) => ({ at: 0, ...fact, n })),
    log: new Map([[7, log]]),
    reread: reread && new Map([[7, reread]]),
    places: [PLACE],
    convergeWithinMs: 1000,
  });
}

/** The names of the checks that find something. */
function broken(...told: Parameters<typeof evidence>): readonly string[] {
  return checkAll([evidence(...told)])
    .filter(({ violations }) => violations.length > 0)
    .map(({ check }) => check.name);
}

const sent = (id: string): Fact => ({
  op: 'send',
  stage: 'invoke',
  ...ANN,
  id,
  conversation: 7,
  text: `${id} x`,
});
const acked = (id: string, seq: number): Fact => ({
  op: 'send',
  stage: 'ok',
  ...ANN,
  id,
  conversation: 7,
  seq,
});
const handed = (actor: typeof ANN | typeof BOB, seq: number, text: string): Fact => ({
  op: 'handed',
  ...actor,
  conversation: 7,
  seq,
  sender: 1,
  text,
});

describe('checks', () => {
  it('say nothing of what is right', () => {
    const facts = [
      sent('a.1'),
      acked('a.1', 2),
      handed(BOB, 1, '(created 2 Verona)'),
      handed(BOB, 2, 'a.1 x'),
    ];
    assert.deepEqual(broken(facts, [CREATED, message(2, 'a.1 x')]), []);
  });

  it('take a send that timed out for either', () => {
    const unknown: Fact = {
      op: 'send',
      stage: 'unknown',
      ...ANN,
      id: 'a.1',
      conversation: 7,
      code: 'TIMEOUT',
    };
    assert.deepEqual(broken([sent('a.1'), unknown], [CREATED]), []);
    assert.deepEqual(broken([sent('a.1'), unknown], [CREATED, message(2, 'a.1 x')]), []);
  });

  it('find what an acked message is missing from', () => {
    assert.deepEqual(broken([sent('a.1'), acked('a.1', 2)], [CREATED]), ['durable']);
  });

  it('know what a client of MQTT must get once, and in order', () => {
    const log = [CREATED, message(2, 'a.1 x'), message(3, 'a.2 x')];
    const said = [sent('a.1'), acked('a.1', 2), sent('a.2'), acked('a.2', 3)];
    const taken = (seq: number): Fact => ({
      op: 'pushed',
      ...BOB,
      conversation: 7,
      seq,
      sender: 1,
      text: log[seq - 1]?.text ?? '',
      isOnce: true,
    });
    assert.deepEqual(broken([...said, taken(2), taken(3)], log), []);
    assert.deepEqual(broken([...said, taken(2), taken(3), taken(2)], log), ['taken-once']);
    assert.deepEqual(broken([...said, taken(3), taken(2)], log), ['taken-once']);
  });

  it('know who was a member when', () => {
    const log = [CREATED, message(2, 'a.1 x'), REMOVED, message(4, 'a.2 x')];
    const said = [sent('a.1'), acked('a.1', 2), sent('a.2'), acked('a.2', 4)];
    const upToTheEnd = [1, 2, 3].map((seq) => handed(BOB, seq, log[seq - 1]?.text ?? ''));
    assert.deepEqual(broken([...said, ...upToTheEnd], log), []);
    assert.deepEqual(broken([...said, ...upToTheEnd, handed(BOB, 4, 'a.2 x')], log), ['membership']);
  });

  it('take an order for broken only when no rule has changed in between', () => {
    const log = [CREATED, message(2, 'a.2 x'), message(3, 'a.1 x')];
    const facts = [sent('a.1'), sent('a.2'), acked('a.2', 2), acked('a.1', 3)];
    assert.deepEqual(broken(facts, log), ['sender-order']);
  });
});

describe('a send that is late', () => {
  const phase = (name: 'heal' | 'read'): Fact => ({ op: 'phase', phase: name });
  const online: Fact = { op: 'device', state: 'online', ...BOB };
  const late = (fact: Fact): Told => ({ ...fact, at: 1500 });
  const log = [CREATED];
  const longer = [CREATED, message(2, 'a.1 x')];
  const before = [online, handed(BOB, 1, '(created 2 Verona)'), sent('a.1'), phase('heal')];
  const seen = [late(acked('a.1', 2)), late(handed(BOB, 2, 'a.1 x'))];

  it('is late and nothing else, when its ack comes after the log was read', () => {
    const facts = [...before, phase('read'), ...seen];
    assert.deepEqual(broken(facts, log), ['settled']);
    assert.deepEqual(broken([...facts, phase('read')], log, longer), ['settled']);
    assert.deepEqual(broken([...before, phase('read'), phase('read'), ...seen], log, log), ['settled']);
  });

  it('is late and nothing else, when the log had it just in time', () => {
    assert.deepEqual(broken([...before, ...seen, phase('read')], longer), ['settled']);
    assert.deepEqual(broken([...before, ...seen.slice(0, 1), phase('read')], longer), ['settled']);
  });

  it('is lost all the same, when a log that was read after its ack does not have it', () => {
    const lost = ['durable', 'one-content', 'settled'];
    assert.deepEqual(broken([...before, phase('read'), ...seen, phase('read')], log), lost);
    assert.deepEqual(broken([...before, phase('read'), ...seen, phase('read')], log, log), lost);
    // Its number is one that was given already.
    const taken = [CREATED, message(2, 'b.1 x')];
    const inItsPlace = broken([...before, sent('b.1'), acked('b.1', 2), phase('read'), ...seen], taken);
    assert.ok(inItsPlace.includes('durable') && inItsPlace.includes('one-content'));
  });

  it('has to be once, with its number and its content, where it is read again', () => {
    const facts = [...before, phase('read'), ...seen, phase('read')];
    const other = [CREATED, message(2, 'x.1 x')];
    assert.deepEqual(broken(facts, log, other), ['durable', 'one-content', 'not-invented', 'settled']);
    const twice = [...longer, message(3, 'a.1 x')];
    assert.deepEqual(broken(facts, log, twice), ['once', 'settled']);
    const gap = [CREATED, message(3, 'a.1 x')];
    assert.deepEqual(broken(facts, log, gap), ['dense', 'ack-true', 'one-content', 'settled']);
  });

  it('is no excuse for a log that is shorter or another one after a restart', () => {
    const facts = [sent('a.1'), acked('a.1', 2), phase('read'), phase('read')];
    assert.deepEqual(broken(facts, longer, log), ['reread']);
    assert.deepEqual(broken(facts, longer, [CREATED, message(2, 'a.1 y')]), ['reread']);
  });
});

describe('a slow reader', () => {
  const stall = (stage: 'begin' | 'said' | 'end' | 'cut-short'): Fact => ({
    op: 'stall',
    stage,
    conversation: 7,
    others: [BOB.who],
  });
  const log = [CREATED, message(2, 'a.1 x'), message(3, 'a.2 x')];
  const said = [stall('begin'), sent('a.1'), acked('a.1', 2), stall('said'), sent('a.2'), acked('a.2', 3)];
  const fault = (stage: 'begin' | 'end', name: string): Fact => ({
    op: 'fault',
    stage,
    fault: name,
    detail: '',
  });

  it('holds nobody else up', () => {
    const got = [handed(BOB, 1, '(created 2 Verona)'), handed(BOB, 2, 'a.1 x')];
    assert.deepEqual(broken([...said, ...got, stall('end')], log), []);
    assert.deepEqual(broken([...said, stall('end')], log), ['slow-readers']);
  });

  it('is not blamed for what has another cause', () => {
    const offline: Fact = { op: 'device', state: 'offline', ...BOB };
    assert.deepEqual(broken([...said, offline, stall('end')], log), []);
    assert.deepEqual(broken([...said, stall('cut-short')], log), []);
    assert.deepEqual(broken([fault('begin', 'node-kill'), ...said, stall('end')], log), []);
    assert.deepEqual(broken([...said, fault('begin', 'cuts'), fault('end', 'cuts'), stall('end')], log), []);
    const before = [fault('begin', 'cuts'), fault('end', 'cuts')];
    assert.deepEqual(broken([...before, ...said, stall('end')], log), ['slow-readers']);
  });
});

describe('a lost push', () => {
  it('is repaired in time, or not', () => {
    const recovery = (tookMs: number): Fact => ({ op: 'recovery', of: 'last-push', tookMs });
    assert.deepEqual(broken([recovery(900)], [CREATED]), []);
    assert.deepEqual(broken([recovery(1100)], [CREATED]), ['repaired']);
    assert.deepEqual(broken([{ op: 'recovery', of: 'database', tookMs: 9000 }], [CREATED]), []);
  });
});

describe('a violation', () => {
  it('is shown with no more history than shows it', () => {
    const noise = Array.from({ length: 200 }, (_, index) => [
      sent(`n.${index}`),
      acked(`n.${index}`, index + 2),
    ]).flat();
    const log = [CREATED, ...Array.from({ length: 200 }, (_, index) => message(index + 2, `n.${index} x`))];
    const [violation] = checkAll([
      evidence([...noise, sent('a.1'), ...noise.slice(0, 0), acked('a.1', 300)], log),
    ]).flatMap(({ violations }) => violations);
    assert.equal(violation?.check.name, 'durable');
    assert.ok(violation !== undefined);
    const piece = shrink(violation).map((entry) => ('id' in entry ? entry.id : entry.op));
    assert.deepEqual(piece, ['a.1', 'a.1']);
  });
});

describe('docs/verify.md', () => {
  const page = readFileSync(new URL('../../../docs/verify.md', import.meta.url), 'utf8');

  it('names every fault and every check', () => {
    for (const { name } of [...FAULTS, ...CLUSTER_FAULTS, ...CHECKS])
      assert.ok(page.includes(`\`${name}\``), name);
  });
});

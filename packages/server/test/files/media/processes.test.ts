import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Timer } from '../../../src/clock.ts';
import type { Examined } from '../../../src/features/files/media/examined.ts';
import { Media } from '../../../src/features/files/media/media.ts';
import type { MediaOptions } from '../../../src/features/files/media/media.ts';
import { temporaryPath } from '../../../src/features/files/media/temporary.ts';
import { Turns } from '../../../src/features/files/media/turns.ts';
import { answerIn, lineOf } from '../../../src/features/files/media/work.ts';
import { movie, png, sourceOf } from './samples.ts';
import { beat } from '@posthorn/testing/beat';

const directory = mkdtempSync(join(tmpdir(), 'posthorn-media-'));
const programs = mkdtempSync(join(tmpdir(), 'posthorn-media-programs-'));

after(async () => {
  assert.deepEqual(readdirSync(directory), []);
  await Promise.all([directory, programs].map((each) => rm(each, { recursive: true })));
});

/** Stands for ffmpeg, so that a test decides what a decoder does. It writes to `said`, and then goes on. */
function decoder(
  name: string,
  says: string,
  then = 'exit 1',
): { ffmpeg: string; said: string; spoken(): Promise<string> } {
  const [ffmpeg, said] = [join(programs, name), join(programs, `${name}.said`)];
  const lines = ['#!/bin/sh', `{ ${says}; } > '${said}.part'`, `mv '${said}.part' '${said}'`, then, ''];
  writeFileSync(ffmpeg, lines.join('\n'));
  chmodSync(ffmpeg, 0o700);
  return { ffmpeg, said, spoken: () => fileAt(said) };
}

async function fileAt(path: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = (): void => {
    if (existsSync(path)) resolve();
  };
  const watcher = watch(programs, look);
  look();
  await promise;
  watcher.close();
  return readFileSync(path, 'utf8');
}

/** Timers that run when the test says so. */
class Timers {
  readonly #waiting = new Set<() => void>();

  after = (_delayMs: number, run: () => void): Timer => {
    this.#waiting.add(run);
    return { cancel: () => void this.#waiting.delete(run) };
  };

  run(): void {
    for (const each of this.#waiting) {
      this.#waiting.delete(each);
      each();
    }
  }
}

function open(options: Partial<MediaOptions> = {}): Media {
  return new Media({ directory, stripLocation: true, maxWorkers: 1, niceness: 0, ...options });
}

const VIDEO = movie({ durationMs: 4200 });

function examine(media: Media, bytes: Uint8Array, user = 1, signal?: AbortSignal): Promise<Examined> {
  return media.examine(sourceOf(bytes), { user, ...(signal !== undefined && { signal }) });
}

/** Waits for a process to be gone. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    // A zombie is gone too: it waits for whoever is its parent now.
    if (/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return;
    await beat();
  }
}

describe('a worker process', () => {
  it('that hangs is killed in time, with what it has started; what it has found out is kept', async () => {
    const timers = new Timers();
    const hangs = decoder('hangs', 'echo $$', 'sleep 600');
    const media = open({ clock: timers, ffmpeg: hangs.ffmpeg });
    const examined = examine(media, VIDEO);
    const pid = Number(await hangs.spoken());
    timers.run();
    const { type, width, durationMs, thumbnails } = await examined;
    assert.deepEqual([type, width, durationMs, thumbnails], ['video/mp4', 640, 4200, []]);
    await gone(pid);
    // The next file gets a new one.
    assert.equal((await examine(media, png(3, 2))).width, 3);
    await media.close();
  });

  it('goes on when all processes of the server are told to stop, and is replaced when somebody kills it', async () => {
    const stops = decoder('stops', 'echo $PPID', 'kill -TERM $PPID; kill -INT $PPID; kill -HUP $PPID');
    const media = open({ ffmpeg: stops.ffmpeg });
    assert.equal((await examine(media, VIDEO)).durationMs, 4200);
    const pid = Number(await stops.spoken());
    process.kill(pid, 0);
    assert.equal((await examine(media, png(3, 2))).width, 3);
    process.kill(pid, 'SIGKILL');
    assert.equal((await examine(media, png(4, 2))).width, 4);
    await media.close();
  });

  it('that dies takes nothing with it', async () => {
    const media = open({ ffmpeg: decoder('dies', 'true', 'kill -9 $PPID').ffmpeg });
    const { type, durationMs } = await examine(media, VIDEO);
    assert.deepEqual([type, durationMs], ['video/mp4', 4200]);
    assert.equal((await examine(media, png(3, 2))).width, 3);
    await media.close();
  });

  it(
    'has no secrets, and bounds on what it may use',
    { skip: process.platform !== 'linux' && 'needs Linux' },
    async () => {
      process.env['POSTHORN_SECRET'] = 'x';
      const looks = decoder('looks', 'ulimit -d; ulimit -c; nice; env');
      const media = open({ ffmpeg: looks.ffmpeg, niceness: 10 });
      await examine(media, VIDEO);
      await media.close();
      delete process.env['POSTHORN_SECRET'];
      const [data, core, priority, ...environment] = (await looks.spoken()).trim().split('\n');
      assert.deepEqual([data, core], ['2000000', '0']);
      assert.ok(Number(priority) >= 10);
      const names = environment.map((line) => line.split('=')[0]);
      assert.deepEqual(
        names.filter((name) => !['PATH', 'TMPDIR', 'PWD', '_', 'SHLVL', 'OLDPWD'].includes(name ?? '')),
        [],
      );
    },
  );

  it('ends when there has been no work for a while', async () => {
    const timers = new Timers();
    const media = open({ clock: timers });
    assert.equal(media.processes, 0);
    const first = examine(media, png(3, 2));
    await Promise.all([first, examine(media, png(4, 2))]);
    assert.equal(media.processes, 1, 'one after the other');
    timers.run();
    assert.equal(media.processes, 0);
    await media.close();
  });

  it('works for others while one user waits for it', async () => {
    const media = open();
    const order: number[] = [];
    const users = [1, 1, 1, 2, 3];
    await Promise.all(users.map((user) => examine(media, png(3, 2), user).then(() => order.push(user))));
    assert.deepEqual(order, [1, 1, 2, 3, 1]);
    await media.close();
  });

  it('is ended by whoever has asked, and by close()', async () => {
    const hangs = decoder('waits', 'echo $$', 'sleep 600');
    const media = open({ ffmpeg: hangs.ffmpeg });
    const leaving = new AbortController();
    const [left, closed, waits] = [1, 2, 3].map((user) =>
      examine(media, VIDEO, user, user === 1 ? leaving.signal : undefined),
    );
    await hangs.spoken();
    leaving.abort(new Error('gone'));
    await assert.rejects(left ?? Promise.resolve(), { message: 'gone' });
    const both = Promise.allSettled([closed, waits]);
    await media.close();
    assert.deepEqual(
      (await both).map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    await assert.rejects(examine(media, VIDEO), { code: 'DRAINING' });
    assert.equal(media.processes, 0);
  });

  it('is one of few, by default', async () => {
    const media = open({ maxWorkers: undefined });
    await Promise.all(Array.from({ length: 8 }, (_, user) => examine(media, png(2, 2), user)));
    assert.ok(media.processes <= Math.max(1, Math.floor(availableParallelism() / 2)));
    await media.close();
  });
});

describe('files of processes that are gone', () => {
  it('are removed with the first file', async () => {
    const [mine, lost, other] = [
      temporaryPath(directory),
      temporaryPath(directory),
      join(directory, 'other.part'),
    ];
    // No process has the id 2^31 - 1.
    const left = lost.replace(`-${process.pid}-`, '-2147483647-');
    for (const path of [mine, left, other]) writeFileSync(path, 'x');
    const media = open();
    await examine(media, png(2, 2));
    await media.close();
    assert.deepEqual(
      [mine, left, other].map((path) => existsSync(path)),
      [true, false, true],
    );
    await Promise.all([mine, other].map((path) => rm(path)));
  });
});

describe('turns', () => {
  it('are refused when too many wait, of one user or of all', async () => {
    const turns = new Turns({ maxRunning: 1, maxWaiting: 3, maxWaitingOfUser: 2 });
    const { promise, resolve } = Promise.withResolvers<void>();
    const running = turns.run(1, () => promise);
    const waiting = [1, 1, 2].map((user) => turns.run(user, () => Promise.resolve()));
    await assert.rejects(
      turns.run(1, () => promise),
      { code: 'OVERLOADED' },
    );
    await assert.rejects(
      turns.run(3, () => promise),
      { code: 'OVERLOADED' },
    );
    resolve();
    await Promise.all([running, ...waiting]);
    await turns.close();
  });
});

describe('the answer of a worker', () => {
  const measured = { type: 'image/png', width: 1, height: 1, durationMs: 0, edits: [] };
  const decoded = {
    isBroken: false,
    durationMs: 0,
    waveform: new Uint8Array([1]),
    thumbhash: new Uint8Array([2]),
    thumbnails: [{ size: 320, width: 9, height: 9, type: 'image/jpeg', bytes: Buffer.from('x') }],
  } as const;

  it('arrives as it was', () => {
    const edits = [
      { start: 1, end: 3, bytes: Uint8Array.of(7) },
      { start: 3, end: 9, bytes: Buffer.from('ab'), filler: 32 },
    ];
    const answers = [
      { kind: 'ready' },
      { kind: 'measured', measured: undefined },
      { kind: 'measured', measured: { ...measured, edits } },
      { kind: 'decoded', decoded, residentBytes: 5 },
    ] as const;
    for (const answer of answers) assert.equal(lineOf(answerIn(lineOf(answer), 10)), lineOf(answer));
  });

  it('is refused if it is not what was asked for', () => {
    const wrong: readonly unknown[] = [
      1,
      { kind: 'measured', measured: { ...measured, type: 'text/html' } },
      { kind: 'measured', measured: { ...measured, type: 'image/svg+xml' } },
      { kind: 'measured', measured: { ...measured, width: -1 } },
      { kind: 'measured', measured: { ...measured, height: 0.5 } },
      { kind: 'measured', measured: { ...measured, edits: [{ start: 4, end: 11, bytes: '' }] } },
      { kind: 'measured', measured: { ...measured, edits: [{ start: 4, end: 3, bytes: '' }] } },
      {
        kind: 'measured',
        measured: { ...measured, edits: [{ start: 4, end: 5, bytes: 'aaaa', filler: 0 }] },
      },
      {
        kind: 'measured',
        measured: {
          ...measured,
          edits: Array.from({ length: 10_001 }, () => ({ start: 0, end: 0, bytes: '' })),
        },
      },
      { kind: 'decoded', decoded: { ...decoded, waveform: 'a'.repeat(200) }, residentBytes: 1 },
      {
        kind: 'decoded',
        decoded: { ...decoded, thumbhash: '', waveform: '', thumbnails: [{ size: 100 }] },
        residentBytes: 1,
      },
    ];
    for (const [i, answer] of wrong.entries())
      assert.throws(() => answerIn(JSON.stringify(answer), 10), Error, `the answer ${i}`);
  });
});

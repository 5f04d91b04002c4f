/** Windows against a log that goes on while they are moved: never a hole, never a message twice, never an old text. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { completeContent, encodeContent, PosthornError } from '@posthorn/protocol';
import type { Batch, ContentInit, Message, RangeInit } from '@posthorn/protocol';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import type { Client, Incoming } from '../../src/api.ts';
import { toIncoming } from '../../src/delivery.ts';
import { Board } from '../../src/engine/board.ts';
import type { Core } from '../../src/engine/core.ts';
import { Log } from '../../src/engine/log.ts';
import { memoryDisk } from '../../src/engine/memory-disk.ts';
import { Seen } from '../../src/engine/seen.ts';
import { LogWindow } from '../../src/engine/window.ts';
import { runtime } from '../../src/platform.ts';

const CONVERSATION = 1;
const ME = 7;
const MAX_ROWS = 60;

/** A server's log of one conversation; some of its seqs are edits of earlier messages. */
class ModelLog {
  readonly #texts = new Map<number, string>();
  /** By the seq of the message. */
  readonly #edits = new Map<number, number>();
  readonly #targets = new Map<number, number>();
  head = 0;

  say(): void {
    this.head += 1;
    this.#texts.set(this.head, `message ${this.head}`);
  }

  /** Edits one of the messages, if there is one. */
  edit(which: number): void {
    const seqs = [...this.#texts.keys()];
    const target = seqs[which % Math.max(1, seqs.length)];
    if (target === undefined) return;
    this.head += 1;
    this.#targets.set(this.head, target);
    this.#edits.set(target, this.head);
  }

  /** As pushed: the entry with the state that it makes. */
  pushed(seq: number): Message {
    const target = this.#targets.get(seq);
    if (target === undefined) return this.#message(seq, { text: this.#texts.get(seq) ?? '' }, undefined);
    const edit = { target, text: `edited by ${seq}` };
    return this.#message(seq, { kind: { case: 'edit', value: edit } }, this.#stateBy(target, seq));
  }

  /** As answered: the message as it is now. */
  answered(seq: number): Message {
    const edited = this.#edits.get(seq);
    if (this.#targets.has(seq) || edited === undefined) return this.pushed(seq);
    return this.#message(seq, { text: `edited by ${edited}` }, this.#stateBy(seq, edited));
  }

  pull({ after = 0, before = 0, limit = 50 }: RangeInit): Batch {
    const seqs = Array.from({ length: this.head }, (_, i) => i + 1);
    const wanted = before > 0 ? seqs.filter((seq) => seq < before) : seqs.filter((seq) => seq > after);
    const page = before > 0 ? wanted.slice(-limit) : wanted.slice(0, limit);
    const edge = before > 0 ? (page[0] ?? before) : (page.at(-1) ?? after);
    return {
      conversation: CONVERSATION,
      messages: page.map((seq) => this.answered(seq)),
      through: edge,
      head: this.head,
      more: page.length < wanted.length,
      diverged: false,
      error: 0,
      states: [],
    };
  }

  /** What a device that knows everything up to a seq shows between two others. */
  shown(from: number, to: number, known: number): readonly string[] {
    const texts: string[] = [];
    for (let seq = Math.max(1, from); seq <= to; seq++) {
      if (!this.#texts.has(seq)) continue;
      const edits = [...this.#targets].filter(([at, target]) => target === seq && at <= known);
      const last = edits.at(-1)?.[0];
      texts.push(`${seq} ${last === undefined ? this.#texts.get(seq) : `edited by ${last}`}`);
    }
    return texts;
  }

  #stateBy(target: number, edited: number): Message['state'] {
    const own = { reactions: [], choices: [], follows: false, unread: 0, read: 0 };
    const none = { reactions: [], previews: [], poll: undefined, thread: undefined, also: undefined };
    return { seq: target, through: edited, edited, recalled: 0, pinned: 0, vanishesAt: 0, own, ...none };
  }

  #message(seq: number, content: ContentInit, state: Message['state']): Message {
    const bytes = encodeContent(completeContent(content)).slice();
    const about = { conversation: CONVERSATION, seq, sender: 2, time: seq, quote: undefined, clientId: '' };
    return { ...about, content: bytes, state };
  }
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('say' as const), times: fc.integer({ min: 1, max: 70 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit' as const), which: fc.nat(500) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('deliver' as const), times: fc.integer({ min: 1, max: 90 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('newest' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('around' as const), seq: fc.integer({ min: 1, max: 300 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('older' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('newer' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('offline' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
);

it('a window shows every message between its ends once, as it is now, however it is moved', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(120), fc.array(step, { maxLength: 25 }), async (before, steps) => {
      const server = new ModelLog();
      for (let i = 0; i < before; i++) server.say();
      const device = newDevice(server);
      // Moves go on while messages arrive, unless a step waits for them.
      const running: Promise<unknown>[] = [];
      for (const each of steps) {
        await take(each, { server, device, running });
        device.check();
      }
      await Promise.all(running);
      device.isOnline = true;
      while (device.delivered < server.head) await device.deliver();
      await device.window.showNewest();
      device.check();
      const { slice } = device.window;
      assert.ok(slice.isAtEnd && slice.isLoaded && slice.to === server.head);
      for (let i = 0; i < 100 && !device.window.slice.isAtStart; i++) await device.window.older();
      assert.ok(device.window.slice.isAtStart);
      device.check();
      for (let i = 0; i < 100 && !device.window.slice.isAtEnd; i++) await device.window.newer();
      assert.ok(device.window.slice.isAtEnd);
      device.check();
    }),
    { numRuns: runs(100) },
  );
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function take(
  each: Step,
  {
    server,
    device,
    running,
  }: { readonly server: ModelLog; readonly device: Device; readonly running: Promise<unknown>[] },
): Promise<void> {
  switch (each.do) {
    case 'say':
      for (let i = 0; i < each.times; i++) server.say();
      return;
    case 'edit':
      return server.edit(each.which);
    case 'deliver':
      for (let i = 0; i < each.times; i++) await device.deliver();
      return;
    case 'newest':
      return void running.push(device.window.showNewest());
    case 'around':
      return void running.push(device.window.showAround(each.seq));
    case 'older':
    case 'newer':
      return void running.push(device.window[each.do]());
    case 'wait':
      return void (await Promise.all(running.splice(0)));
    case 'offline':
      device.isOnline = !device.isOnline;
      if (device.isOnline) device.window.online();
  }
}

interface Device {
  readonly window: LogWindow;
  readonly delivered: number;
  isOnline: boolean;
  /** Hands over the next message of the log. */
  deliver(): Promise<void>;
  check(): void;
}

function newDevice(server: ModelLog): Device {
  const platform = { ...runtime, canDial: () => true, dial: () => assert.fail(), after: () => () => {} };
  const board = new Board(platform, {} as never);
  let [delivered, isOnline] = [server.head, true];
  const windows: LogWindow[] = [];
  const onKept = (message: Incoming): void => windows[0]?.kept(message);
  const self = (): number => ME;
  const now = (): number => 0;
  const onError = (error: unknown): never => assert.fail(String(error));
  const seen = new Seen({ disk: memoryDisk(), platform, self, now, onKept, onError }, []);
  const client = {
    async call(_: string, { ranges }: { readonly ranges: readonly RangeInit[] }) {
      if (!isOnline) throw new PosthornError('UNAVAILABLE', 'offline');
      const batches = ranges.map((range) => server.pull(range));
      // Others get on meanwhile.
      await Promise.resolve();
      return { batches };
    },
  } as unknown as Client;
  const whenOnline = async (): Promise<void> => {
    if (!isOnline) throw new PosthornError('UNAVAILABLE', 'offline');
  };
  const core: Core = {
    client,
    board,
    seen,
    platform,
    self,
    now,
    isOnline: () => isOnline,
    whenOnline,
    onError,
  };
  const log = new Log(core);
  const options = { core, log, conversation: CONVERSATION, maxRows: MAX_ROWS, onChange: () => {} };
  const opened = new LogWindow(options);
  windows.push(opened);
  return {
    window: opened,
    get delivered() {
      return delivered;
    },
    get isOnline() {
      return isOnline;
    },
    set isOnline(value) {
      isOnline = value;
    },
    async deliver() {
      if (delivered >= server.head) return;
      delivered += 1;
      const headBefore = log.head(CONVERSATION);
      const message = toIncoming(server.pushed(delivered), ME);
      const { shown } = await log.arrived(message);
      const { isAtEnd: wasAtEnd } = opened.slice;
      opened.arrived(shown?.seq === message.seq ? shown : message, headBefore);
      const { isAtEnd, messages } = opened.slice;
      if (wasAtEnd && log.head(CONVERSATION) === delivered && messages.length < MAX_ROWS)
        assert.ok(isAtEnd, 'it stays at the end');
    },
    check() {
      const { messages, from, to, isLoaded, isAtEnd } = opened.slice;
      if (!isLoaded) return;
      const texts = messages.map(({ seq, content }) => `${seq} ${content.text}`);
      assert.deepEqual(
        texts.map((text) => text.split(' ')[0]),
        server.shown(from, to, 0).map((text) => text.split(' ')[0]),
      );
      // A page may be newer than what was pushed; what was pushed is never missing.
      const least = new Map(server.shown(from, to, delivered).map((text) => [text.split(' ')[0], text]));
      for (const text of texts) {
        const [seq = ''] = text.split(' ');
        assert.ok(editOf(text) >= editOf(least.get(seq) ?? ''), `${text}, not ${least.get(seq)}`);
      }
      assert.ok(messages.length <= MAX_ROWS + 100);
      if (isAtEnd) assert.ok(to >= delivered);
    },
  };
}

/** Which edit a text is from; 0: none. */
function editOf(text: string): number {
  return Number(/edited by (\d+)$/.exec(text)?.[1] ?? 0);
}

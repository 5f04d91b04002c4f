/**
 * One tab, as the engine sees it: its windows, what it watches, and its calls.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Incoming } from '../api.ts';
import type { Account } from './account.ts';
import { methodsOf, ordersOf } from './methods.ts';
import type { Methods } from './methods.ts';
import { plainError } from './plain.ts';
import { ThreadWindow } from './thread-window.ts';
import { LogWindow } from './window.ts';
import type { EngineWindow } from './window.ts';
import type { Changes, Move, Port, SlicePatch, ToEngine, ToTab, Values } from './wire.ts';

export interface TabOptions {
  /** Tells all tabs what has changed. */
  readonly tell: () => void;
  /** This tab watches something else. */
  readonly watchAgain: () => void;
  readonly left: () => void;
}

interface OpenWindow {
  readonly window: EngineWindow;
  /** What the tab has of it. */
  shown: ReadonlySet<Incoming>;
  isChanged: boolean;
}

type Asked<K extends ToEngine['do']> = Extract<ToEngine, { readonly do: K }>;

export class TabSession {
  readonly #port: Port;
  readonly #account: Account;
  readonly #options: TabOptions;
  readonly #windows = new Map<number, OpenWindow>();
  readonly #cancels = new Map<number, AbortController>();
  presence: readonly number[] = [];
  cursors: readonly number[] = [];
  pins: readonly number[] = [];
  /** The conversation that the tab shows to the user. */
  focus: number | undefined;
  /** When it was focused last. */
  usedAt = 0;

  constructor(port: Port, account: Account, options: TabOptions) {
    this.#port = port;
    this.#account = account;
    this.#options = options;
  }

  post(message: ToTab): void {
    this.#port.post(message);
  }

  /** Tells what has changed, with the windows of this tab that have. */
  news({
    values,
    changes,
    isWhole,
  }: {
    readonly values: Partial<Values>;
    readonly changes: Changes;
    /** The tab has nothing yet, or things of another engine. */
    readonly isWhole: boolean;
  }): void {
    const slices: SlicePatch[] = [];
    for (const [id, open] of this.#windows) {
      if (!open.isChanged) continue;
      open.isChanged = false;
      const { messages, ...slice } = open.window.slice;
      const { shown } = open;
      open.shown = new Set(messages);
      const changed = messages.filter((message) => !shown.has(message));
      slices.push({ ...slice, window: id, seqs: messages.map(({ seq }) => seq), changed });
    }
    const isNothing =
      !isWhole &&
      slices.length === 0 &&
      Object.keys(values).length === 0 &&
      Object.keys(changes).length === 0;
    if (!isNothing) this.post({ is: 'news', values, changes, slices, isWhole });
  }

  take(message: ToEngine): void {
    switch (message.do) {
      case 'hello':
        return;
      case 'call':
        return void this.#call(message);
      case 'cancel':
        return this.#cancels.get(message.id)?.abort();
      case 'tell':
        return void invoke(ordersOf(this.#account, this)[message.name], message.args);
      case 'watch':
        this[message.what] = message.keys;
        return this.#options.watchAgain();
      case 'want':
        return this.#account.people.want(message.users);
      case 'open':
        return this.#open(message);
      case 'move':
        return void this.#answer(message.id, () => this.#move(message.window, message.move));
      case 'shut':
        return this.#shut(message.window);
      case 'bye':
        return this.leave();
    }
  }

  /** The tab is gone. Idempotent. */
  leave(): void {
    for (const id of this.#windows.keys()) this.#shut(id);
    for (const cancel of this.#cancels.values()) cancel.abort();
    this.#port.close();
    this.#options.left();
  }

  async #call({ id, name, args }: Asked<'call'>): Promise<void> {
    const cancel = new AbortController();
    this.#cancels.set(id, cancel);
    const methods: Methods = methodsOf(this.#account, {
      signal: cancel.signal,
      onProgress: (info) => this.post({ is: 'progress', id, info }),
    });
    await this.#answer(id, async () => invoke(methods[name], args));
    this.#cancels.delete(id);
  }

  /** What a call has changed is told before its answer. */
  async #answer(id: number, work: () => Promise<unknown>): Promise<void> {
    try {
      const value = await work();
      this.#options.tell();
      this.post({ is: 'answer', id, value });
    } catch (error) {
      this.#options.tell();
      this.post({ is: 'error', id, error: plainError(error) });
    }
  }

  #open({ window: id, conversation, thread, maxRows }: Asked<'open'>): void {
    const { core, log, windows } = this.#account;
    const onChange = (): void => {
      open.isChanged = true;
      core.board.touch();
    };
    const options = { core, log, conversation, maxRows, onChange };
    const window = thread > 0 ? new ThreadWindow(options, thread) : new LogWindow(options);
    const open: OpenWindow = { window, shown: new Set(), isChanged: true };
    this.#windows.set(id, open);
    windows.add(window);
    this.#account.opened(conversation);
  }

  async #move(id: number, move: Move): Promise<number> {
    const window = this.#windows.get(id)?.window;
    if (window === undefined) throw new PosthornError('INVALID', 'this window is closed');
    switch (move.to) {
      case 'newest':
        await window.showNewest();
        return 0;
      case 'older':
        await window.older();
        return 0;
      case 'newer':
        await window.newer();
        return 0;
      case 'around':
        return window.showAround(move.seq);
    }
  }

  #shut(id: number): void {
    const open = this.#windows.get(id);
    this.#windows.delete(id);
    if (open !== undefined) this.#account.windows.delete(open.window);
  }
}

/** Arguments are those of the method: both ends are of the same version. */
function invoke(method: (...args: never[]) => unknown, args: readonly unknown[]): unknown {
  return method(...(args as never[]));
}

/**
 * What composers keep while other chats are shown: files that wait to be sent, and a change that is not saved yet. The files are
 * kept on the device too; the rest lives as long as the page.
 *
 * @module
 */
import type { FileToSend, WaitingFiles } from '@posthorn/client/engine';
import { broughtBack } from './tray.ts';
import type { TrayFile } from './tray.ts';

/** Of one conversation, or of one thread. */
export interface ComposerMemory {
  files: readonly TrayFile[];
  /** The text of a message that is being changed. */
  edit: { readonly seq: number; readonly text: string } | undefined;
  /** When the user said something here last, for slow mode. Unix ms of the server. */
  lastSentAt: number | undefined;
  /** How long the next message stays, in ms; 0: as the conversation's setting says. */
  vanishAfterMs: number;
}

const MAX_SENT = 30;
const NO_FILES: readonly FileToSend[] = [];

/** Of one account. */
export class ComposerMemories {
  readonly #waiting: WaitingFiles | undefined;
  readonly #restored = new Set<string>();
  readonly #memories = new Map<string, ComposerMemory>();
  readonly #sent = new Map<string, readonly FileToSend[]>();
  #lastId = 0;

  /** Undefined: files live as long as the page. */
  constructor(waiting?: WaitingFiles) {
    this.#waiting = waiting;
  }

  of(conversation: number, thread = 0): ComposerMemory {
    const key = keyOf(conversation, thread);
    const known = this.#memories.get(key);
    if (known !== undefined) return known;
    const memory: ComposerMemory = { files: [], edit: undefined, lastSentAt: undefined, vanishAfterMs: 0 };
    this.#memories.set(key, memory);
    return memory;
  }

  /** Brings back files that were kept, once. Resolves to whether there are any. */
  async restore(conversation: number, thread: number): Promise<boolean> {
    const key = keyOf(conversation, thread);
    if (this.#waiting === undefined || this.#restored.has(key)) return false;
    this.#restored.add(key);
    const kept = await this.#waiting.open(key);
    const memory = this.of(conversation, thread);
    memory.files = broughtBack(kept, memory.files, this.ids(kept.length));
    // What was added before it could be kept.
    this.keep(conversation, thread);
    return kept.length > 0;
  }

  /** Keeps the files that wait now. */
  keep(conversation: number, thread: number): void {
    void this.#waiting?.keep(keyOf(conversation, thread), this.of(conversation, thread).files);
  }

  close(): void {
    void this.#waiting?.close();
  }

  /** Files that were sent with a message of this tab, while it is one of the last ones. */
  sent(clientId: string): readonly FileToSend[] {
    return this.#sent.get(clientId) ?? NO_FILES;
  }

  noteSent(clientId: string, files: readonly FileToSend[]): void {
    if (files.length === 0) return;
    this.#sent.set(clientId, files);
    const [oldest] = this.#sent.keys();
    if (this.#sent.size > MAX_SENT && oldest !== undefined) this.#sent.delete(oldest);
  }

  /** The first of `count` ids that no file had before. */
  ids(count: number): number {
    const first = this.#lastId + 1;
    this.#lastId += count;
    return first;
  }
}

function keyOf(conversation: number, thread: number): string {
  return `${conversation}/${thread}`;
}

/**
 * What composers keep while other chats are shown: files that wait to be sent, and a change that is not saved yet. Lives as long
 * as the page.
 *
 * @module
 */
import type { FileToSend } from '@posthorn/client/engine';
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

export class ComposerMemories {
  readonly #memories = new Map<string, ComposerMemory>();
  readonly #sent = new Map<string, readonly FileToSend[]>();
  #lastId = 0;

  of(conversation: number, thread = 0): ComposerMemory {
    const key = `${conversation}/${thread}`;
    const known = this.#memories.get(key);
    if (known !== undefined) return known;
    const memory: ComposerMemory = { files: [], edit: undefined, lastSentAt: undefined, vanishAfterMs: 0 };
    this.#memories.set(key, memory);
    return memory;
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

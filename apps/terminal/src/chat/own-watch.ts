/**
 * Watches what the user makes of conversations for themselves, here or on another device.
 *
 * @module
 */
import type { Client } from '@posthorn/client';
import { hiddenIn } from './hiding.ts';
import { conversationOf, foldersIn, isFolder, ownIn, unmark } from './own.ts';
import type { Folder } from './own.ts';
import type { Room } from './state.ts';

export interface OwnListener {
  readonly changed: (conversation: number, own: Pick<Room, 'own' | 'hidden'>) => void;
  readonly folders: (folders: readonly Folder[]) => void;
}

export class OwnWatch {
  readonly #client: Client;
  readonly #listener: OwnListener;

  /** Tells of the folders that are known already. */
  constructor(client: Client, listener: OwnListener) {
    this.#client = client;
    this.#listener = listener;
    listener.folders(foldersIn(client.mine));
    client.on('mine', ({ key }) => {
      if (isFolder(key)) listener.folders(foldersIn(client.mine));
      const conversation = conversationOf(key);
      if (conversation > 0) this.tell(conversation);
    });
  }

  /** Tells of a conversation. */
  tell(conversation: number): void {
    const { mine } = this.#client;
    const own = { own: ownIn(mine, conversation), hidden: hiddenIn(mine, conversation) };
    this.#listener.changed(conversation, own);
  }

  /** Whoever opens a conversation takes away the mark that it is unread. */
  opened(conversation: number): Promise<void> {
    return unmark(this.#client.mine, conversation);
  }
}

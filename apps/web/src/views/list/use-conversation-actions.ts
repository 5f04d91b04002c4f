/**
 * What the user does with a conversation in the list.
 *
 * @module
 */
import { useMemo } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine } from '@posthorn/react';
import { topPin } from '../../model/conversation-list.ts';
import { newId } from '../../model/ids.ts';
import { folderEntry, ownByConversation, renamedFolder } from '../../model/own.ts';
import type { Folder, Level } from '../../model/own.ts';
import { useTask } from '../people/use-task.ts';

/** Each returns at once; a refusal is shown as a toast. */
export interface ConversationActions {
  pin(conversation: number, isPinned: boolean): void;
  /** Away until something is said, or `isArchived` false: back. */
  archive(conversation: number, isArchived: boolean): void;
  /** Unix ms; Infinity: for ever; 0: not any more. */
  mute(conversation: number, until: number): void;
  setLevel(conversation: number, level: Level): void;
  markRead(conversation: number): void;
  markUnread(conversation: number): void;
  putInto(folder: Folder, conversation: number, isIn: boolean): void;
  /** A new folder with this conversation in it. */
  addFolder(title: string, conversation: number): void;
  renameFolder(folder: Folder, title: string): void;
  /** What is in it stays in the list. */
  removeFolder(folder: Folder): void;
  leave(conversation: number): void;
  /** Takes a group that was left off the list. */
  forget(conversation: number): void;
}

export function useConversationActions(): ConversationActions {
  const engine = useEngine();
  const { i18n } = useLingui();
  const run = useTask();
  return useMemo(() => {
    const set = (key: string, value: unknown): void => run(async () => engine.setMine(key, value));
    const unmark = (conversation: number): void => {
      if (engine.mine.at(`unread/${conversation}`) !== undefined) set(`unread/${conversation}`, undefined);
    };
    return {
      pin: (id, isPinned) => {
        set(`pin/${id}`, isPinned ? topPin(ownByConversation(engine.mine.get())) : undefined);
      },
      archive: (id, isArchived) => {
        const through = engine.conversations.at(id)?.lastMessage?.seq;
        set(`archive/${id}`, !isArchived ? undefined : through === undefined ? {} : { through });
      },
      mute: (id, until) => {
        const entry = until === Infinity ? {} : { until };
        set(`mute/${id}`, until === 0 ? undefined : entry);
      },
      setLevel: (id, level) => {
        set(`level/${id}`, level === 'all' ? undefined : level);
      },
      markRead: (id) => {
        unmark(id);
        const head = engine.conversations.at(id)?.head ?? 0;
        if (head > 0) engine.markRead(id, head);
      },
      markUnread: (id) => {
        set(`unread/${id}`, {});
      },
      putInto: (folder, id, isIn) => {
        const { key, value } = folderEntry(folder, id, isIn);
        set(key, value);
      },
      addFolder: (title, id) => {
        set(`folder/${newId()}`, { title, order: Date.now(), conversations: [id] });
      },
      renameFolder: (folder, title) => {
        const { key, value } = renamedFolder(folder, title);
        set(key, value);
      },
      removeFolder: ({ id }) => {
        set(`folder/${id}`, undefined);
      },
      leave: (id) => {
        run(
          async () => engine.call('leave', { conversation: id, clientId: newId() }),
          i18n._('You have left the group'),
        );
      },
      forget: (id) => {
        run(async () => engine.call('forgetConversation', { conversation: id }));
      },
    };
  }, [engine, i18n, run]);
}

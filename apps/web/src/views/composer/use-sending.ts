/**
 * Sends what a composer holds.
 *
 * @module
 */
import { useRef, useState } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine } from '@posthorn/react';
import type { ChatSession } from '../../model/chat-session.ts';
import type { ComposerMemory } from '../../model/composer-memory.ts';
import { filesToSend } from '../../model/tray.ts';
import { say, sayAnew } from './say.ts';
import type { Saying } from './say.ts';
import type { KeptDraft } from './use-draft.ts';
import type { KeptFiles } from './use-files.ts';

/** Where it takes from what it sends. */
export interface SendingSource {
  readonly session: ChatSession;
  readonly kept: KeptDraft;
  readonly files: KeptFiles;
  readonly memory: ComposerMemory;
}

export interface Sending {
  /** What has gone wrong, in words; empty: nothing. */
  readonly trouble: string;
  /** What `send` would send. Text, files and reply are forgotten then. */
  readonly take: (text: string) => Saying;
  readonly send: (text: string) => void;
  readonly change: (seq: number, text: string) => void;
}

export function useSending(
  conversation: number,
  thread: number,
  { session, kept, files, memory }: SendingSource,
): Sending {
  const { i18n } = useLingui();
  const engine = useEngine();
  const [trouble, setTrouble] = useState('');
  /** Messages go out in the order in which they were sent, whatever has to be looked up for one of them. */
  const queue = useRef(Promise.resolve());

  const inOrder = (run: () => Promise<void>, undo: () => void): void => {
    queue.current = queue.current.then(run).catch((error: unknown) => {
      undo();
      setTrouble(error instanceof Error ? error.message : i18n._('This could not be sent.'));
    });
  };
  const noteAck = async (clientId: string): Promise<void> => {
    memory.lastSentAt = (await engine.acked(clientId)).time;
  };
  const take = (text: string): Saying => {
    const replyTo = session.get().replyTo?.seq ?? 0;
    const { vanishAfterMs } = memory;
    const saying = { conversation, thread, text, replyTo, files: filesToSend(files.files), vanishAfterMs };
    session.cancel();
    files.setFiles([]);
    kept.setDraft({ text: '', replyTo: 0 });
    engine.setTyping(conversation, false);
    setTrouble('');
    return saying;
  };
  const send = (text: string): void => {
    const before = { draft: kept.draft, files: files.files };
    const saying = take(text);
    const run = async (): Promise<void> => {
      const clientId = await say(engine, saying);
      // The message is on the device now; until then the draft is.
      kept.flush();
      // The list shows what has become of it.
      void noteAck(clientId).catch(() => {});
    };
    inOrder(run, () => {
      if (memory.files.length === 0) files.setFiles(before.files);
      kept.setDraft(before.draft);
    });
  };
  const change = (seq: number, text: string): void => {
    session.cancel();
    memory.edit = undefined;
    inOrder(
      () => sayAnew(engine, conversation, seq, text),
      () => {},
    );
  };
  return { trouble, take, send, change };
}

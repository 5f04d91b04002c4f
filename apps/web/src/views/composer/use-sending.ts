/**
 * Sends what a composer holds.
 *
 * @module
 */
import { useRef, useState } from 'react';
import { useLingui } from '@lingui/react';
import type { I18n } from '@lingui/core';
import type { Engine, FileToSend } from '@posthorn/client/engine';
import type { ContentInit } from '@posthorn/protocol';
import { useEngine } from '@posthorn/react';
import { formatLocale } from '../../model/format-locale.ts';
import type { ChatSession } from '../../model/chat-session.ts';
import type { ComposerMemory } from '../../model/composer-memory.ts';
import { filesToSend } from '../../model/tray.ts';
import { errorWords } from '../../model/error-words.ts';
import { toast } from '../../ui/toast.tsx';
import { useComposerMemories } from './memory.tsx';
import { schedule } from './schedule.ts';
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
  readonly send: (text: string) => void;
  /** Leaves it with the server until then. Unix ms. */
  readonly sendLater: (text: string, at: number) => void;
  /** Sends something else, beside the text. */
  readonly sendContent: (content: ContentInit, files?: readonly FileToSend[]) => void;
  readonly change: (seq: number, text: string) => void;
}

export function useSending(
  conversation: number,
  thread: number,
  { session, kept, files, memory }: SendingSource,
): Sending {
  const { i18n } = useLingui();
  const engine = useEngine();
  const memories = useComposerMemories();
  const { inOrder, trouble, forget } = useQueue();
  const take = (text: string): Saying => {
    const replyTo = session.get().replyTo?.seq ?? 0;
    const { vanishAfterMs } = memory;
    const saying = { conversation, thread, text, replyTo, files: filesToSend(files.files), vanishAfterMs };
    session.cancel();
    files.takeFiles();
    kept.setDraft({ text: '', replyTo: 0 });
    engine.setTyping(conversation, false);
    forget();
    return saying;
  };
  const sendOr = (text: string, run: (saying: Saying) => Promise<void>): void => {
    const before = { draft: kept.draft, files: files.files };
    const saying = take(text);
    const undo = (): void => {
      if (memory.files.length === 0) files.setFiles(before.files);
      kept.setDraft(before.draft);
    };
    // Until the message is on the device its files are.
    inOrder(async () => run(saying).then(files.keepFiles), undo);
  };
  const send = (text: string): void =>
    sendOr(text, async (saying) => {
      const clientId = await say(engine, saying, (id) => memories.noteSent(id, saying.files));
      // The message is on the device now; until then the draft is.
      kept.flush();
      // The list shows what has become of it.
      void noteAck(engine, memory, clientId).catch(() => {});
    });
  const sendLater = (text: string, at: number): void =>
    sendOr(text, async (saying) => {
      await schedule(engine, saying, at);
      toast(i18n._('It will be sent {time}.', { time: timeText(i18n, at) }));
    });
  const sendContent = (content: ContentInit, sent: readonly FileToSend[] = []): void => {
    const replyTo = session.get().replyTo?.seq ?? 0;
    session.cancel();
    const whole = { ...content, ...(replyTo !== 0 && { replyTo }), ...(thread !== 0 && { thread }) };
    inOrder(
      async () =>
        void (await engine.send({ conversation }, whole, { ...(sent.length > 0 && { files: sent }) })),
      () => {},
    );
  };
  const change = (seq: number, text: string): void => {
    session.cancel();
    memory.edit = undefined;
    inOrder(
      () => sayAnew(engine, conversation, seq, text),
      () => {},
    );
  };
  return { trouble, send, sendLater, sendContent, change };
}

async function noteAck(engine: Engine, memory: ComposerMemory, clientId: string): Promise<void> {
  memory.lastSentAt = (await engine.acked(clientId)).time;
}

function timeText(i18n: I18n, at: number): string {
  return new Intl.DateTimeFormat(formatLocale(i18n), {
    weekday: 'long',
    hour: 'numeric',
    minute: '2-digit',
  }).format(at);
}

interface Queue {
  readonly trouble: string;
  readonly forget: () => void;
  /** `undo` is called if it fails. */
  readonly inOrder: (run: () => Promise<void>, undo: () => void) => void;
}

/** Messages go out in the order in which they were sent, whatever has to be looked up for one of them. */
function useQueue(): Queue {
  const { i18n } = useLingui();
  const [trouble, setTrouble] = useState('');
  const queue = useRef(Promise.resolve());
  return {
    trouble,
    forget: () => setTrouble(''),
    inOrder(run, undo) {
      queue.current = queue.current.then(run).catch((error: unknown) => {
        undo();
        setTrouble(errorWords(i18n, error));
      });
    },
  };
}

/**
 * What a composer holds, and what it does.
 *
 * @module
 */
import { useEffect, useReducer, useRef } from 'react';
import type { RefObject } from 'react';
import type { Engine } from '@posthorn/client/engine';
import type { StandingInfo } from '../../model/standing-info.ts';
import { useEngine } from '@posthorn/react';
import type { ChatSession, ChatSessionState } from '../../model/chat-session.ts';
import type { ComposerMemory } from '../../model/composer-memory.ts';
import { bytesLeft, trimmed } from '../../model/message-text.ts';
import { commandIn, commandText } from '../../model/slash-command.ts';
import type { SlashCommandName } from '../../model/slash-command.ts';
import { useChatSession, useChatSessionState } from '../chat/session.tsx';
import { lastOwn } from './find-message.ts';
import { useComposerMemories } from './memory.tsx';
import { useBotCommands } from './use-bot-commands.ts';
import type { BotCommands } from './use-bot-commands.ts';
import { useDraft } from './use-draft.ts';
import type { KeptDraft } from './use-draft.ts';
import { useFiles } from './use-files.ts';
import type { KeptFiles } from './use-files.ts';
import { useReply } from './use-reply.ts';
import { useSending } from './use-sending.ts';
import type { Sending } from './use-sending.ts';
import { useHold } from './use-hold.ts';

export interface ComposerState extends KeptFiles {
  readonly session: ChatSession;
  readonly about: ChatSessionState;
  readonly text: string;
  readonly setText: (text: string) => void;
  /** An input method is at work. */
  readonly isComposing: RefObject<boolean>;
  /** How many bytes more fit. */
  readonly left: number;
  /** There is something to send. */
  readonly canSend: boolean;
  /** What has gone wrong, in words; empty: nothing. */
  readonly trouble: string;
  readonly send: () => void;
  readonly bots: BotCommands;
  /** Unix ms. `text`: instead of what the composer holds. */
  readonly sendLater: (at: number, text?: string) => void;
  /** Sends something else, and leaves the text. */
  readonly sendContent: Sending['sendContent'];
  /** How long the next message stays, in ms; 0: as the conversation's setting says. */
  readonly vanishAfterMs: number;
  readonly setVanish: (afterMs: number) => void;
  /** Until when slow mode holds the user back, by the server's clock; 0: not at all. */
  readonly heldUntil: number;
  readonly editLast: () => void;
  readonly cancel: () => void;
}

export interface ComposerActions {
  /** Carries out a command that sends no text itself. */
  readonly onCommand: (name: SlashCommandName, rest: string) => void;
}

export function useComposer(
  info: StandingInfo,
  thread: number,
  { onCommand }: ComposerActions,
): ComposerState {
  const engine = useEngine();
  const session = useChatSession(info.id, thread);
  const about = useChatSessionState(session);
  const isComposing = useRef(false);
  const kept = useDraft(info.id, thread, isComposing);
  useReply(session, info.id, thread, kept);
  const files = useFiles(info.id, thread);
  const memory = useComposerMemories().of(info.id, thread);
  const vanish = useVanish(memory);
  const edit = useEdit(memory, about);
  const sending = useSending(info.id, thread, { session, kept, files, memory });

  // Whoever leaves types no longer.
  useEffect(() => () => engine.setTyping(info.id, false), [engine, info.id]);

  const text = edit?.text ?? kept.draft.text;
  const words = trimmed(text);
  const left = bytesLeft(words);
  const bots = useBots(info.id, edit === undefined ? text : '', sending, kept);
  const heldUntil = useHold(info, memory, edit !== undefined);
  const canSend =
    left >= 0 && heldUntil === 0 && (words !== '' || (edit === undefined && files.files.length > 0));
  return {
    ...files,
    session,
    about,
    text,
    isComposing,
    left,
    canSend,
    trouble: sending.trouble,
    bots,
    sendLater: (at, said = '') => sending.sendLater(said === '' ? words : said, at),
    sendContent: sending.sendContent,
    ...vanish,
    heldUntil,
    setText(next) {
      if (edit !== undefined) return edit.setText(next);
      kept.setDraft({ ...kept.draft, text: next });
      if (next.trim() !== '') engine.setTyping(info.id, true);
    },
    send() {
      if (!canSend) return;
      if (about.editing !== undefined) return sending.change(about.editing.seq, words);
      const found = files.files.length === 0 ? commandIn(words) : undefined;
      if (found === undefined) return files.files.length > 0 ? sending.send(words) : bots.send(words);
      const said = commandText(found.command.name, found.rest);
      if (said !== undefined) return sending.send(said);
      kept.setDraft({ ...kept.draft, text: '' });
      onCommand(found.command.name, found.rest);
    },
    editLast: () => void startLast(engine, session, info.id, thread),
    cancel() {
      memory.edit = undefined;
      session.cancel();
    },
  };
}

/** A command goes from the composer once its bot has it, unless something else is written there by then. */
function useBots(conversation: number, text: string, sending: Sending, kept: KeptDraft): BotCommands {
  const latest = useRef(kept);
  latest.current = kept;
  return useBotCommands({
    conversation,
    text,
    onText: sending.send,
    onDone(done) {
      const { draft, setDraft } = latest.current;
      if (trimmed(draft.text) === done) setDraft({ ...draft, text: '' });
    },
  });
}

function useVanish(memory: ComposerMemory): Pick<ComposerState, 'vanishAfterMs' | 'setVanish'> {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  return {
    vanishAfterMs: memory.vanishAfterMs,
    setVanish(afterMs) {
      memory.vanishAfterMs = afterMs;
      redraw();
    },
  };
}

async function startLast(
  engine: Engine,
  session: ChatSession,
  conversation: number,
  thread: number,
): Promise<void> {
  const message = await lastOwn(engine, conversation, thread);
  if (message !== undefined) session.startEdit(message);
}

/** The text of a message that is being changed. What arrives meanwhile leaves it alone, the message itself included. */
function useEdit(
  memory: ComposerMemory,
  { editing }: ChatSessionState,
): { readonly text: string; readonly setText: (text: string) => void } | undefined {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  if (editing === undefined) return undefined;
  const { seq } = editing;
  const text = memory.edit?.seq === seq ? memory.edit.text : editing.content.text;
  return {
    text,
    setText(next) {
      memory.edit = { seq, text: next };
      redraw();
    },
  };
}

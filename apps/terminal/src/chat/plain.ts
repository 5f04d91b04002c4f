/**
 * The chat as plain lines: for pipes, dumb terminals and screen readers.
 *
 * @module
 */
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import { styleText } from 'node:util';
import { textLines } from '../io.ts';
import type { Io } from '../io.ts';
import { componentLines } from '../bots/components.ts';
import { attachmentWords } from '../files/attachment-line.ts';
import { sanitiseLines } from '../sanitise.ts';
import { dayOf } from '../times.ts';
import type { Chat } from './chat.ts';
import { piecesOf } from './highlight.ts';
import type { Mark } from './highlight.ts';
import { bursts, LineDrafts } from './line-drafts.ts';
import { withNickname } from './nicknames.ts';
import type { NicknamesByName } from './nicknames.ts';
import type { ChatState, Line, Room } from './state.ts';
import { submit } from './submit.ts';
import type { Draft } from './typed.ts';

/** Returns a function that prints a line of a conversation, and before it the day if that is another one. */
export function printer(io: Pick<Io, 'stdout'>, now = Date.now()): (room: Room, line: Line) => void {
  let day = dayOf(now);
  return (room, line) => {
    const rows = format(room, line);
    if (dayOf(line.time) !== day) {
      day = dayOf(line.time);
      io.stdout.write(`-- ${day}\n`);
    }
    io.stdout.write(`${rows.join('\n')}\n`);
  };
}

function format({ title, nicknames }: Room, line: Line): readonly string[] {
  const { kind, text, marks } = line;
  switch (kind) {
    case 'notice':
      return [marked(text, marks)];
    case 'event':
      return sanitiseLines(`[${title}] * ${text}`);
    case 'message':
      return sanitiseLines(
        [
          `[${title}] ${headOf(line, nicknames)}: ${text}`,
          ...optionsOf(line),
          ...filesOf(line),
          ...componentLines(line.components),
        ].join('\n'),
      );
  }
}

function headOf({ who, origin, reply, thread, isBot, ephemeral }: Line, nicknames: NicknamesByName): string {
  const name = withNickname(who, nicknames);
  const notes = [
    ...(isBot === true ? ['bot'] : []),
    ...(ephemeral === undefined ? [] : [`only you see this, ${ephemeral.label}`]),
    ...(origin === undefined ? [] : [`forwarded from ${origin}`]),
    ...(thread === 0 ? [] : [`in the thread of ${thread}`]),
    ...(reply === undefined ? [] : [`to ${reply.who}: "${reply.text}"`]),
  ];
  return notes.length === 0 ? name : `${name} (${notes.join(', ')})`;
}

function optionsOf({ poll }: Line): readonly string[] {
  return (poll?.options ?? []).map((option, at) => `${at + 1}. ${option}`);
}

function filesOf({ attachments = [] }: Line): readonly string[] {
  return attachments.map(attachmentWords);
}

function marked(text: string, marks: readonly Mark[] | undefined): string {
  return piecesOf(text, marks)
    .map((piece) => (piece.isHit ? styleText('inverse', piece.text) : piece.text))
    .join('');
}

/** Runs until the user quits, stdin ends, or the connection is closed for good. */
export async function runPlain(chat: Chat, io: Io): Promise<void> {
  let connection = '';
  const tell = (state: ChatState): void => {
    if (state.connection === connection) return;
    connection = state.connection;
    io.stderr.write(`-- ${connection}\n`);
  };
  const off = chat.onChange(tell);
  // A login that was asked for a code has waited for it.
  if (chat.state.isOnline) tell(chat.state);
  const lines = createInterface({ input: io.stdin, crlfDelay: Infinity, signal: io.signal });
  const closed = chat.client.on('state', (state) => {
    if (state.name === 'closed') lines.close();
  });
  try {
    for await (const draft of drafts(lines, io)) {
      await ready(chat);
      const outcome = await submit(chat, draft);
      if (outcome === 'quit') break;
      if (outcome === 'editor')
        chat.notice('The editor needs the full screen; here several lines can be pasted.');
      if (typeof outcome === 'object') chat.notice('Pictures need the full screen; :save them here.');
      // The next line of a script may depend on this one.
      if (io.stdin.isTTY !== true) await settled(chat);
    }
    await settled(chat);
  } catch (error) {
    if (!io.signal.aborted) throw error;
  } finally {
    off();
    closed();
    lines.close();
  }
}

/** A script's lines act one by one. A person's lines do too, but not those of a paste. */
async function* drafts(lines: Interface, { stdin, stderr }: Io): AsyncGenerator<Draft> {
  if (stdin.isTTY !== true) {
    for await (const text of textLines(lines)) yield { text, isPasted: false };
    return;
  }
  const typed = new LineDrafts((note) => stderr.write(`-- ${note}\n`));
  for await (const burst of bursts(lines)) {
    const draft = typed.take(burst);
    if (draft !== undefined) yield draft;
  }
}

/** Waits for the first connection, so that a script needs no pause. */
async function ready(chat: Chat): Promise<void> {
  if (chat.state.openId !== 0) return;
  await new Promise<void>((resolve) => {
    const off = chat.onChange((state) => {
      if (state.openId === 0 && !state.connection.startsWith('closed')) return;
      off();
      resolve();
    });
  });
}

/** Waits until everything sent is answered. */
async function settled(chat: Chat): Promise<void> {
  if (chat.client.pending().length === 0) return;
  await new Promise<void>((resolve) => {
    const check = (): void => {
      if (chat.client.pending().length === 0) resolve();
    };
    chat.client.on('sent', () => setImmediate(check));
    chat.client.on('failed', () => setImmediate(check));
    chat.client.on('state', (state) => {
      if (state.name === 'closed') resolve();
    });
    check();
  });
}

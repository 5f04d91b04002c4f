/**
 * The commands that are about files.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import type { Attachment } from '@posthorn/client';
import { wholeNumber } from '../arguments.ts';
import { counted } from '../counted.ts';
import { UsageError } from '../exit-codes.ts';
import type { Chat } from './chat.ts';
import { entry, here } from './command.ts';
import type { ChatCommand, Outcome } from './command.ts';
import { pathOf, pathsIn, wordsOf } from './paths.ts';
import type { Line } from './state.ts';
import { whichLine } from './which-line.ts';

export const FILE_COMMANDS: readonly ChatCommand[] = [
  entry(
    ':attach',
    'PATH… [TEXT]',
    'send files, with what is said about them; a PATH with blanks is put in quotes',
    attach,
  ),
  entry(
    ':save',
    '[N|last[.M]] [PATH]',
    'save the files of a message here or under PATH; .M: only the Mth of them',
    (chat, text) => save(chat, text, false),
  ),
  entry(':save!', '[N|last[.M]] PATH', 'the same, and replace what is there', (chat, text) =>
    save(chat, text, true),
  ),
  entry(':view', '[N|last[.M]]', 'show a picture as large as the terminal can', view),
  entry(
    ':cancel',
    '',
    'give up the form of a bot, or end the uploads and downloads of this conversation',
    cancel,
  ),
  entry(':pictures', 'on|off', 'whether pictures are drawn among the messages', pictures),
];

async function attach(chat: Chat, text: string): Promise<void> {
  here(chat);
  const { paths, rest } = pathsIn(text);
  if (paths.length === 0) throw new UsageError('Use :attach PATH… [TEXT]; the first PATH is no file.');
  await chat.files.attach(paths, rest);
}

async function save(chat: Chat, text: string, overwrite: boolean): Promise<void> {
  const [, which = '', rest = text] = /^(#?\d+(?:\.\d+)?|last(?:\.\d+)?)(?:\s+|$)(.*)$/s.exec(text) ?? [];
  const found = wanted(chat, which);
  const path = rest === '' ? '' : (pathOf(wordsOf(rest)[0]?.word ?? '') ?? rest);
  if (found.length > 1 && path !== '' && !existsSync(path)) {
    throw new UsageError('Give a directory for several files, or one of them: :save N.M PATH.');
  }
  for (const attachment of found) {
    chat.notice(`Saved as ${await chat.files.save(attachment, path, overwrite)}.`);
  }
}

async function view(chat: Chat, which: string): Promise<Outcome> {
  const found = wanted(chat, which, isVisible);
  const attachment = found.find(isVisible) ?? found[0];
  if (attachment === undefined) throw new UsageError('There is no picture here.');
  return { show: await chat.files.picture(attachment) };
}

async function cancel(chat: Chat): Promise<void> {
  if (chat.bots.giveUp()) return;
  const count = chat.files.cancel();
  chat.notice(count === 0 ? 'Nothing is under way here.' : `${counted(count, 'transfer')} ended.`);
}

async function pictures(chat: Chat, word: string): Promise<void> {
  if (word !== 'on' && word !== 'off') throw new UsageError('Use :pictures on|off.');
  chat.set({ hasPictures: word === 'on' });
}

function isVisible({ type, thumbnails }: Attachment): boolean {
  return thumbnails.length > 0 || type.startsWith('image/');
}

/** The files that "17", "17.2" or "last" means. Throws UsageError. */
function wanted(
  chat: Chat,
  which: string,
  isMeant = (_: Attachment): boolean => true,
): readonly Attachment[] {
  const [word = '', nth] = which.split('.');
  const hasSome = ({ attachments = [] }: Line): boolean => attachments.some(isMeant);
  const { attachments = [] } = whichLine(chat, word, hasSome);
  if (attachments.length === 0) throw new UsageError('That message has no files.');
  if (nth === undefined) return attachments;
  const found = attachments[wholeNumber(nth, 'M', 1) - 1];
  if (found === undefined) throw new UsageError(`That message has ${counted(attachments.length, 'file')}.`);
  return [found];
}

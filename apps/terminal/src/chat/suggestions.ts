/**
 * What the user may be about to type: commands and what they want, emoji, names.
 *
 * @module
 */
import type { Chat } from './chat.ts';
import { COMMANDS, findCommand } from './commands.ts';
import { findEmoji, USUAL_EMOJI } from './emoji.ts';
import type { Input } from './input.ts';
import { withNickname } from './nicknames.ts';
import type { NicknamesByName } from './nicknames.ts';
import { LEVELS } from './own.ts';
import { isArchived } from './room-list.ts';
import { pastedFile, pathSuggestions } from './path-suggestions.ts';
import { openRoom } from './state.ts';
import type { Suggestion } from './suggestion.ts';
import { THEME_NAMES } from './theme.ts';
import { findLine } from './which-line.ts';

export interface Offer {
  readonly suggestions: readonly Suggestion[];
  /** Which one Tab takes. */
  readonly at: number;
  /** How the command that is being typed is used. */
  readonly hint: string;
}

export const NO_OFFER: Offer = { suggestions: [], at: 0, hint: '' };

const MAX_SUGGESTIONS = 12;
/** A colon and one letter is more often a face. */
const EMOJI = /(?:^|\s):([a-z0-9_+-]{2,})$/;
const MENTION = /(?:^|[\s(]):?@([\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*)?$/u;

/** Looks at what stands before the cursor. Nothing is offered for a paste. */
export function offerFor(chat: Chat, { text, cursor, isPasted }: Input): Offer {
  if (isPasted) return NO_OFFER;
  const before = text.slice(0, cursor);
  const suggestions = suggestionsFor(chat, before).slice(0, MAX_SUGGESTIONS);
  return { suggestions, at: 0, hint: hintFor(suggestions[0]?.text ?? before) };
}

/** After a paste. */
export function offerForPaste({ text, isPasted }: Input): Offer {
  const found = isPasted ? pastedFile(text) : undefined;
  return found === undefined ? NO_OFFER : { suggestions: [found], at: 0, hint: 'Tab' };
}

/** The line once the chosen suggestion is taken. */
export function take({ suggestions, at }: Offer, input: Input): Input {
  const { text = '', isCommand = false } = suggestions[at] ?? {};
  const isPasted = input.isPasted && !isCommand;
  return { ...input, text: text + input.text.slice(input.cursor), cursor: text.length, isPasted };
}

/** The next one, or the one before; from the last to the first. */
export function moved(offer: Offer, step: number): Offer {
  const { length } = offer.suggestions;
  const at = (offer.at + step + length) % length;
  return { ...offer, at, hint: hintFor(offer.suggestions[at]?.text ?? '') };
}

function hintFor(line: string): string {
  const command = findCommand(line.split(/\s/, 1)[0] ?? '');
  return command === undefined ? '' : `${`${command.name} ${command.usage}`.trim()} · ${command.help}`;
}

function suggestionsFor(chat: Chat, before: string): readonly Suggestion[] {
  if (/^:\S*$/.test(before)) {
    const names = COMMANDS.map(({ name }) => name).filter((name) => name.startsWith(before));
    if (names.length > 0) return names.map((name) => ({ label: name, text: `${name} ` }));
  }
  const ofCommand = [...argumentsFor(chat, before), ...wordsFor(chat, before), ...pathSuggestions(before)];
  if (ofCommand.length > 0) return ofCommand;
  const [, shortcode] = EMOJI.exec(before) ?? [];
  if (shortcode !== undefined)
    return emojiFor(before.slice(0, before.length - shortcode.length - 1), shortcode);
  const mention = MENTION.exec(before);
  return mention === null ? [] : mentionsFor(chat, before, mention[1] ?? '');
}

function emojiFor(kept: string, shortcode: string): readonly Suggestion[] {
  return findEmoji(shortcode, MAX_SUGGESTIONS).map(({ emoji, name }) => ({
    label: `${emoji} ${name}`,
    text: kept + emoji,
  }));
}

function mentionsFor(chat: Chat, before: string, beginning: string): readonly Suggestion[] {
  const kept = before.slice(0, before.length - beginning.length);
  const nicknames = nicknamesHere(chat);
  return [...namesNear(chat), 'all', 'here']
    .filter((name) => begins(name, beginning, nicknames))
    .map((name) => ({ label: `@${withNickname(name, nicknames)}`, text: `${kept}${name} ` }));
}

function nicknamesHere({ state }: Chat): NicknamesByName {
  return openRoom(state)?.nicknames ?? new Map<string, string>();
}

/** Whether somebody's name, or nickname in the open group, begins so. */
function begins(name: string, beginning: string, nicknames: NicknamesByName): boolean {
  const wanted = beginning.toLowerCase();
  return [name, nicknames.get(name)].some((each) => each?.toLowerCase().startsWith(wanted) === true);
}

/** Who has spoken here, who has a nickname here, and who is online. */
function namesNear({ state }: Chat): readonly string[] {
  const lines = openRoom(state)?.lines ?? [];
  const speakers = lines
    .toReversed()
    .flatMap(({ kind, who, isMine }) => (kind === 'message' && !isMine ? [who] : []));
  const nicknamed = [...(openRoom(state)?.nicknames.keys() ?? [])].filter((name) => name !== state.self.name);
  return [...new Set([...speakers, ...nicknamed, ...state.online])];
}

/** What a command may begin with that names no message. */
function wordsFor(chat: Chat, before: string): readonly Suggestion[] {
  const [, name = '', beginning = ''] = /^(:\S+) (.*)$/s.exec(before) ?? [];
  return firstWords(chat, name)
    .filter((word) => word !== beginning && word.toLowerCase().startsWith(beginning.toLowerCase()))
    .map((word) => ({ label: word, text: `${name} ${word}` }));
}

function firstWords({ state }: Chat, name: string): readonly string[] {
  const folders = state.folders.map(({ title }) => title);
  switch (name) {
    case ':list':
      return ['archived', 'unread', ...folders];
    case ':folder':
      return folders;
    case ':theme':
      return THEME_NAMES;
    case ':level':
      return LEVELS;
    case ':quiet':
      return ['on', 'off', '+1h', '+8h', '+1d'];
    case ':unarchive':
      return state.rooms.filter(isArchived).map(({ title }) => title);
    default:
      return [];
  }
}

/** What fits behind a message's number. */
function argumentsFor(chat: Chat, before: string): readonly Suggestion[] {
  const [, name = '', number = ''] = /^(:react|:edit|:vote) (\S+) $/.exec(before) ?? [];
  switch (name) {
    case ':react':
      return USUAL_EMOJI.map((emoji) => ({ label: emoji, text: before + emoji }));
    case ':edit': {
      const line = findLine(chat, number, ({ isMine }) => isMine);
      return line === undefined ? [] : [{ label: 'the words as they are', text: before + line.text }];
    }
    case ':vote':
      return (findLine(chat, number, ({ poll }) => poll !== undefined)?.poll?.options ?? []).map(
        (option, at) => ({
          label: `${at + 1} ${option}`,
          text: `${before}${at + 1}`,
        }),
      );
    default:
      return [];
  }
}

/** Names of people and conversations that begin like the last word. */
export function namesFor(chat: Chat, { text, cursor }: Input): Offer {
  const before = text.slice(0, cursor);
  const at = before.lastIndexOf(' ') + 1;
  const word = before.slice(at);
  const nicknames = nicknamesHere(chat);
  const titles = chat.state.rooms.map(({ title }) => title);
  const names = new Set([...chat.state.online, ...titles, ...nicknames.keys()]);
  const suggestions = [...names]
    .filter((name) => word !== '' && begins(name, word, nicknames))
    .map((name) => ({ label: withNickname(name, nicknames), text: `${before.slice(0, at)}${name} ` }));
  return { ...NO_OFFER, suggestions: suggestions.slice(0, MAX_SUGGESTIONS) };
}

/**
 * What the user may be about to type: commands and what they want, emoji, names.
 *
 * @module
 */
import type { KnownCommand } from '../bots/commands-of.ts';
import { numberedRows } from '../bots/components.ts';
import { canBePressed } from './bot-commands.ts';
import type { Chat } from './chat.ts';
import { COMMANDS, findCommand } from './commands.ts';
import { findEmoji, USUAL_EMOJI } from './emoji.ts';
import { openField } from './filling.ts';
import type { Input } from './input.ts';
import { withNickname } from './nicknames.ts';
import type { NicknamesByName } from './nicknames.ts';
import { LEVELS } from './own.ts';
import { isArchived } from './room-list.ts';
import { pastedFile, pathSuggestions } from './path-suggestions.ts';
import { fieldSuggestions, slashHint, slashSuggestions } from './slash.ts';
import type { Nearby } from './slash.ts';
import { openRoom } from './state.ts';
import type { Suggestion } from './suggestion.ts';
import { THEME_NAMES } from './theme.ts';
import { findLine, findOfBot } from './which-line.ts';

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
  const [first] = suggestions;
  const hint = first === undefined ? slashHint(before, commandsHere(chat)) : '';
  return { suggestions, at: 0, hint: hint || hintFor(first ?? { text: before }) };
}

function commandsHere({ state }: Chat): readonly KnownCommand[] {
  return openRoom(state)?.commands ?? [];
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
  return { ...offer, at, hint: hintFor(offer.suggestions[at] ?? { text: '' }) };
}

function hintFor({ text, hint }: Pick<Suggestion, 'text' | 'hint'>): string {
  if (hint !== undefined) return hint;
  const command = findCommand(text.split(/\s/, 1)[0] ?? '');
  return command === undefined ? '' : `${`${command.name} ${command.usage}`.trim()} · ${command.help}`;
}

function suggestionsFor(chat: Chat, before: string): readonly Suggestion[] {
  const form = openRoom(chat.state)?.form;
  const field = form === undefined || before.startsWith(':') ? undefined : openField(form);
  if (field !== undefined) return fieldSuggestions(field, before, nearby(chat));
  if (before.startsWith('/')) {
    const found = slashSuggestions(before, commandsHere(chat), nearby(chat));
    if (found.length > 0) return found;
  }
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

function nearby(chat: Chat): Nearby {
  const conversations = chat.state.rooms.map(({ id, title }) => ({ id, title }));
  return { names: namesNear(chat), conversations };
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
  const lines = openRoom(state)?.lines ?? [];
  switch (name) {
    case ':press':
      return lines.some(canBePressed) ? ['last '] : [];
    case ':dismiss':
      return lines.flatMap(({ ephemeral }) => ephemeral?.label ?? []).toReversed();
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
  const [, name = '', number = ''] = /^(:react|:edit|:vote|:press) (\S+) $/.exec(before) ?? [];
  switch (name) {
    case ':press':
      return numberedRows(findOfBot(chat, number, canBePressed)?.components)
        .flat()
        .map((each) => ({ label: `${each.number} ${each.label}`, text: `${before}${each.number}` }));
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

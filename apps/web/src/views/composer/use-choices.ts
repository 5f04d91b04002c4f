/**
 * What can be chosen for what stands before the caret.
 *
 * @module
 */
import { useEffect, useMemo, useState } from 'react';
import { useLingui } from '@lingui/react';
import type { I18n } from '@lingui/core';
import type { Engine, Live } from '@posthorn/client/engine';
import type { Member, User } from '@posthorn/protocol';
import { useEngine, useLive, useMe } from '@posthorn/react';
import { mayMentionAll } from '../../model/can-write.ts';
import { fieldsUsage, writtenName } from '../../model/bot-command.ts';
import type { BotCommand } from '../../model/bot-command.ts';
import { typeWords } from '../../model/bot-words.ts';
import { ranked } from '../../model/completion.ts';
import type { Choice, Trigger } from '../../model/completion.ts';
import { conversationTitle } from '../../model/conversation-title.ts';
import { contactNote, personName } from '../../model/names.ts';
import type { StandingInfo } from '../../model/standing-info.ts';
import { SLASH_COMMANDS } from '../../model/slash-command.ts';
import type { SlashCommandName } from '../../model/slash-command.ts';
import { findEmoji } from '../../model/emoji-data.ts';
import type { EmojiList } from '../../model/emoji-data.ts';

/** While nothing is asked of them, people and conversations that change need not draw the composer again. */
function useMapWhile<K, V>(isWanted: boolean, live: Live<ReadonlyMap<K, V>>): ReadonlyMap<K, V> {
  const nothing = useMemo(() => {
    const empty: ReadonlyMap<K, V> = new Map<K, V>();
    return { get: () => empty, subscribe: () => () => {} };
  }, []);
  return useLive(isWanted ? live : nothing);
}

/** Best first; empty if nothing fits. `emoji`: undefined until they are loaded. `commands`: of the bots here. */
export function useChoices(
  info: StandingInfo,
  trigger: Trigger | undefined,
  emoji: EmojiList | undefined,
  commands: readonly BotCommand[],
): readonly Choice[] {
  const { i18n } = useLingui();
  const people = usePeople(info, trigger);
  const conversations = useConversationChoices(trigger);
  return useMemo(() => {
    switch (trigger?.kind) {
      case undefined:
        return [];
      case 'person':
        return people;
      case 'conversation':
        return conversations;
      case 'emoji':
        return emoji === undefined ? [] : findEmoji(emoji, trigger.query).map(emojiChoice);
      case 'command':
        return commandChoices(i18n, trigger.query, commands);
    }
  }, [i18n, trigger, people, conversations, emoji, commands]);
}

function emojiChoice({ emoji, label, code }: { emoji: string; label: string; code: string }): Choice {
  return { key: emoji, title: `:${code}:`, detail: label, insert: emoji, sign: emoji };
}

function commandChoices(i18n: I18n, query: string, commands: readonly BotCommand[]): readonly Choice[] {
  const own = SLASH_COMMANDS.map(({ name, usage }) => ({
    name,
    choice: {
      key: name,
      title: `/${name}${usage === '' ? '' : ` ${usage}`}`,
      detail: commandHelp(i18n, name),
      insert: `/${name}`,
    },
  }));
  const ofBots = commands.map((command) => ({
    name: command.name,
    choice: botChoice(i18n, command, commands),
  }));
  return ranked([...ofBots, ...own], query, ({ name }) => [name]).map(({ choice }) => choice);
}

function botChoice(i18n: I18n, command: BotCommand, commands: readonly BotCommand[]): Choice {
  const { bot, name, fields, description } = command;
  const written = writtenName(command, commands);
  const usage = fieldsUsage(fields, (field) => typeWords(i18n, field));
  return {
    key: `${bot}/${name}`,
    title: `${written} ${usage}`.trim(),
    detail: description,
    insert: written,
    user: bot,
  };
}

function commandHelp(i18n: I18n, name: SlashCommandName): string {
  switch (name) {
    case 'me':
      return i18n._('Say what you do');
    case 'mute':
      return i18n._('No alerts from this conversation');
    case 'poll':
      return i18n._('Ask a question with answers to choose from');
    case 'schedule':
      return i18n._('Send a message later');
    case 'search':
      return i18n._('Search this conversation');
    case 'shrug':
      return i18n._('Add a shrug');
    case 'unmute':
      return i18n._('Alerts from this conversation again');
  }
}

interface Person {
  readonly user: User;
  readonly nickname: string;
}

/** Those who are here. The server is asked for members that begin so; who is known already is shown before it answers. */
function usePeople(info: StandingInfo, trigger: Trigger | undefined): readonly Choice[] {
  const { i18n } = useLingui();
  const engine = useEngine();
  const me = useMe();
  const query = trigger?.kind === 'person' ? trigger.query : undefined;
  const users = useMapWhile(query !== undefined, engine.users);
  const mine = useMapWhile(query !== undefined, engine.mine);
  const members = useMembers(engine, info, query);
  return useMemo(() => {
    if (query === undefined) return [];
    const remarkOf = ({ id }: User): string => contactNote(mine.get(`contact/${id}`)).remark;
    const isHere = ({ id }: User): boolean => info.kind === 'room' || members.has(id) || id === info.peer;
    const people = [...users.values()]
      .filter((user) => user.id !== me?.id && isHere(user))
      .map((user): Person => ({ user, nickname: members.get(user.id)?.nickname ?? '' }));
    const found = ranked(people, query, ({ user, nickname }) => [
      user.name,
      user.displayName,
      nickname,
      remarkOf(user),
    ]).map(({ user, nickname }) => personChoice(user, personName(user, remarkOf(user), nickname)));
    const everybody = mayMentionAll(info) ? everybodyChoices(i18n, query) : [];
    return query === '' ? [...found.slice(0, 6), ...everybody] : [...found, ...everybody].slice(0, 8);
  }, [i18n, query, users, mine, members, me, info]);
}

function personChoice({ id, name }: User, title: string): Choice {
  return { key: `@${name}`, title, detail: `@${name}`, insert: `@${name}`, user: id };
}

function everybodyChoices(i18n: I18n, query: string): readonly Choice[] {
  const names = [
    { name: 'all', detail: i18n._('Everybody here') },
    { name: 'here', detail: i18n._('Everybody who is online now') },
  ];
  return ranked(names, query, ({ name }) => [name]).map(({ name, detail }) => ({
    key: `@${name}`,
    title: `@${name}`,
    detail,
    insert: `@${name}`,
    sign: '@',
  }));
}

/** Members by user, of all beginnings that were asked for. */
function useMembers(
  engine: Engine,
  { id: conversation, kind }: StandingInfo,
  query: string | undefined,
): ReadonlyMap<number, Member> {
  const [members, setMembers] = useState<ReadonlyMap<number, Member>>(new Map());
  useEffect(() => {
    if (query === undefined || (kind !== 'group' && kind !== 'direct')) return undefined;
    let isCurrent = true;
    const page = { conversation, prefix: query, limit: 50 };
    void engine
      .call('listMembers', page)
      .then(({ members: found }) => {
        // Watching them asks for their profiles.
        for (const { user } of found) engine.users.subscribeTo(user, () => {})();
        if (isCurrent)
          setMembers((known) => new Map([...known, ...found.map((each) => [each.user, each] as const)]));
      })
      // Offline: who is known already has to do.
      .catch(() => {});
    return () => {
      isCurrent = false;
    };
  }, [engine, conversation, kind, query]);
  return members;
}

function useConversationChoices(trigger: Trigger | undefined): readonly Choice[] {
  const { i18n } = useLingui();
  const engine = useEngine();
  const query = trigger?.kind === 'conversation' ? trigger.query : undefined;
  const all = useMapWhile(query !== undefined, engine.conversations);
  const { lobby } = useLive(engine.status);
  return useMemo(() => {
    if (query === undefined) return [];
    const named = [...all.values()]
      .filter(({ kind }) => kind === 'group' || kind === 'room')
      .map((info) => ({ info, title: conversationTitle(i18n, info, '', lobby) }));
    return ranked(named, query, ({ title }) => [title]).map(({ info, title }) => ({
      key: String(info.id),
      title,
      detail: i18n._('{count, plural, one {# member} other {# members}}', { count: info.memberCount }),
      insert: `[#${title.replaceAll(/[[\]]/g, '')}](${new URL(`c/${info.id}`, document.baseURI).href})`,
      conversation: info.id,
    }));
  }, [i18n, all, lobby, query]);
}

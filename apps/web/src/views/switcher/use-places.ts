/**
 * People and conversations to go to: those that the device knows at once, then those that the server finds.
 *
 * @module
 */
import { useEffect, useMemo, useState } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine, useStatus } from '@posthorn/react';
import type { Conversation, User } from '@posthorn/protocol';
import type { Engine } from '@posthorn/client/engine';
import type { I18n } from '@lingui/core';
import type { silenceOf } from '../../model/can-write.ts';
import { conversationTitle } from '../../model/conversation-title.ts';
import { contactNote, personName } from '../../model/names.ts';
import { findPlaces, indexPlaces } from '../../model/switching.ts';
import type { Place } from '../../model/switching.ts';

export interface FoundPlaces {
  /** From the device; the latest first without a query. */
  readonly here: readonly Place[];
  /** What the server has found besides: people, and groups of the directory. */
  readonly people: readonly User[];
  readonly directory: readonly Conversation[];
  readonly isLoading: boolean;
}

export interface PlaceOptions {
  readonly limit: number;
  /** Only people, and of conversations only direct ones. */
  readonly onlyPeople?: boolean;
  /** Is not offered before anything is typed: one is there. */
  readonly current?: number | undefined;
  /** Conversations to choose from. A function of a module; without it all. */
  readonly isWanted?: (conversation: Wanted) => boolean;
}

type Wanted = Parameters<typeof silenceOf>[0];

const isAny = (): boolean => true;

const PAUSE_MS = 150;

export function usePlaces(
  query: string,
  { limit, onlyPeople = false, current, isWanted = isAny }: PlaceOptions,
): FoundPlaces {
  const engine = useEngine();
  const { i18n } = useLingui();
  // Made once: the window is open for seconds, and one types in it.
  const index = useMemo(
    () => indexPlaces(knownPlaces(engine, i18n, onlyPeople, isWanted)),
    [engine, i18n, onlyPeople, isWanted],
  );
  const here = useMemo(() => {
    const found = findPlaces(index, query, limit + 1);
    const others = query.trim() === '' ? found.filter(({ conversation }) => conversation !== current) : found;
    return others.slice(0, limit);
  }, [index, query, limit, current]);
  const { users, conversations, directory, isLoading } = useServerFindings(query);
  return useMemo(() => {
    const places = [...here];
    const known = new Set(places.map(({ key }) => key));
    if (!onlyPeople) {
      for (const info of conversations.filter(isWanted)) {
        const place = conversationPlace(engine, i18n, info);
        if (!known.has(place.key)) places.push(place);
        known.add(place.key);
      }
    }
    const people = users.filter(({ id, erased }) => !erased && !known.has(`u${id}`));
    return { here: places, people, directory: onlyPeople ? [] : directory, isLoading };
  }, [here, users, conversations, directory, isLoading, engine, i18n, onlyPeople, isWanted]);
}

interface ServerFindings {
  readonly query: string;
  readonly users: readonly User[];
  readonly conversations: readonly Conversation[];
  readonly directory: readonly Conversation[];
}

const NOTHING: ServerFindings = { query: '', users: [], conversations: [], directory: [] };

/** What the server finds, a moment after the last key. Nothing while offline. */
function useServerFindings(query: string): ServerFindings & { readonly isLoading: boolean } {
  const engine = useEngine();
  const { connection } = useStatus();
  const text = query.trim();
  const [found, setFound] = useState(NOTHING);
  const isAsked = text !== '' && connection === 'online';
  useEffect(() => {
    if (!isAsked) return undefined;
    let isOver = false;
    const timer = setTimeout(() => {
      engine.call('findAnything', { text: text.slice(0, 100), limit: 10 }).then(
        ({ users, conversations, directory }) => {
          if (!isOver) setFound({ query: text, users, conversations, directory });
        },
        // What is on the device is still there.
        () => {
          if (!isOver) setFound({ ...NOTHING, query: text });
        },
      );
    }, PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [engine, text, isAsked]);
  const isCurrent = isAsked && found.query === text;
  return { ...(isCurrent ? found : NOTHING), isLoading: isAsked && !isCurrent };
}

function knownPlaces(
  engine: Engine,
  i18n: I18n,
  onlyPeople: boolean,
  isWanted: (conversation: Wanted) => boolean,
): readonly Place[] {
  const places: Place[] = [];
  const met = new Set<number>();
  for (const info of engine.conversations.get().values()) {
    if (info.kind === 'direct') met.add(info.peer);
    else if (onlyPeople) continue;
    if (!isWanted(info)) continue;
    places.push({ ...conversationPlace(engine, i18n, info), activeAt: info.activeAt });
  }
  const me = engine.me.get()?.id;
  for (const user of engine.users.get().values()) {
    if (user.id === me || user.erased || met.has(user.id)) continue;
    places.push(personPlace(engine, user));
  }
  return places;
}

function conversationPlace(
  engine: Engine,
  i18n: I18n,
  info: Pick<Conversation, 'id' | 'kind' | 'title' | 'peer'>,
): Place {
  if (info.kind === 'direct') {
    const user = engine.users.at(info.peer);
    return {
      key: `u${info.peer}`,
      conversation: info.id,
      user: info.peer,
      title: nameIn(engine, info.peer, user),
      alias: user?.name ?? '',
      activeAt: 0,
    };
  }
  const title = conversationTitle(i18n, info, '', engine.status.get().lobby);
  return { key: `c${info.id}`, conversation: info.id, user: undefined, title, alias: '', activeAt: 0 };
}

function personPlace(engine: Engine, user: User): Place {
  const title = nameIn(engine, user.id, user);
  return {
    key: `u${user.id}`,
    conversation: undefined,
    user: user.id,
    title,
    alias: user.name,
    activeAt: 0,
  };
}

function nameIn(engine: Engine, id: number, user: User | undefined): string {
  return personName(user, contactNote(engine.mine.at(`contact/${id}`)).remark);
}

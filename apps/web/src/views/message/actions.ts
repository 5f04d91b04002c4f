/**
 * What can be done with messages. Given by the chat to everything that it draws; stays the same object.
 *
 * @module
 */
import { createContext, useContext } from 'react';
import type { Incoming } from '@posthorn/client';
import type { OutgoingMessage } from '@posthorn/client/engine';

/** Where something opens: beside an element, or at a point of the page. */
export type Place = Element | Spot;

/** A part of the page, in its pixels. An element may go while something is open beside it; this stays. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly width?: number;
  readonly height?: number;
}

export function spotOf(place: Place): Spot {
  if (!(place instanceof Element)) return place;
  const { x, y, width, height } = place.getBoundingClientRect();
  return { x, y, width, height };
}

export interface MessageActions {
  readonly jump: (seq: number) => void;
  readonly person: (name: string) => void;
  readonly reply: (message: Incoming) => void;
  readonly edit: (message: Incoming) => void;
  /** Gives an emoji, or takes it back. */
  readonly react: (message: Incoming, emoji: string) => void;
  readonly recall: (messages: readonly Incoming[]) => void;
  readonly forward: (messages: readonly Incoming[]) => void;
  readonly pin: (message: Incoming) => void;
  readonly star: (messages: readonly Incoming[]) => void;
  /** From this user's eyes alone; can be undone for a moment. */
  readonly hide: (message: Incoming) => void;
  readonly copy: (messages: readonly Incoming[]) => void;
  readonly copyLink: (message: Incoming) => void;
  readonly report: (message: Incoming) => void;
  readonly thread: (message: Incoming) => void;
  /** To be told of what is said in its thread, or not any more. */
  readonly follow: (message: Incoming) => void;
  readonly markUnread: (message: Incoming) => void;
  readonly vote: (message: Incoming, choices: readonly number[]) => void;
  readonly closePoll: (message: Incoming) => void;
  readonly retry: (message: OutgoingMessage) => void;
  readonly discard: (message: OutgoingMessage) => void;
  /** Begins to select, or adds or removes one. `isRange`: all from the last one that was touched. */
  readonly select: (message: Incoming, isRange: boolean) => void;
  readonly openMenu: (message: Incoming, place: Place) => void;
  readonly openEmoji: (message: Incoming, place: Place) => void;
  readonly showReaders: (message: Incoming, place: Place) => void;
  readonly showReactions: (message: Incoming, place: Place) => void;
  readonly showEdits: (message: Incoming, place: Place) => void;
  readonly showVotes: (message: Incoming, place: Place) => void;
}

const Context = createContext<MessageActions | undefined>(undefined);

export const MessageActionsProvider = Context;

/** Throws outside of a chat. */
export function useMessageActions(): MessageActions {
  const actions = useContext(Context);
  if (actions === undefined) throw new Error('useMessageActions() needs a chat around it');
  return actions;
}

/**
 * Changes of messages: edits, recalls and reactions.
 *
 * @module
 */
import type { ContentInit } from '@posthorn/client';
import type { Log } from './ledger.ts';
import type { MessageChange } from './plan.ts';

/** The messages of a log that `user` may see, perhaps only their own, by seq. */
export function changeable(log: Log, user: number, isOwn: boolean): readonly number[] {
  const lines = [...log.fold.lines()].filter(({ sender }) => !isOwn || sender === user);
  return lines.map(({ seq }) => seq).filter((seq) => log.isVisible(user, seq));
}

/** The entry that changes a message. `words`: what an edit says. */
export function entryFor(change: MessageChange, target: number, words: string): ContentInit {
  switch (change.do) {
    case 'edit':
      return { kind: { case: 'edit', value: { target, text: words } } };
    case 'recall':
      return { kind: { case: 'recall', value: { target } } };
    case 'react':
    case 'unreact': {
      const remove = change.do === 'unreact';
      return { kind: { case: 'reaction', value: { target, emoji: change.emoji, remove } } };
    }
  }
}

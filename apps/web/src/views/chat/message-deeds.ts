/**
 * What is asked of the server about messages.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import type { Incoming } from '@posthorn/client';
import type { Engine } from '@posthorn/client/engine';
import type { ContentInit } from '@posthorn/protocol';
import { toClipboard } from '../../ui/clipboard.ts';
import { confirm } from '../../ui/confirm.tsx';
import { codeOf } from '../../model/error-words.ts';
import { recentsOf, withRecent } from '../../model/emoji-recents.ts';
import type { StandingInfo } from '../../model/standing-info.ts';
import { toast } from '../../ui/toast.tsx';
import type { MessageActions } from '../message/actions.ts';

export interface Deeds {
  readonly engine: Engine;
  /** Runs a task, and shows why it failed, or that it is done. */
  readonly run: (task: () => Promise<unknown>, done?: string) => void;
  readonly now: () => { readonly info: StandingInfo; readonly i18n: I18n };
}

type Asked = Pick<
  MessageActions,
  | 'react'
  | 'recall'
  | 'pin'
  | 'star'
  | 'hide'
  | 'copyLink'
  | 'follow'
  | 'vote'
  | 'closePoll'
  | 'retry'
  | 'discard'
>;

export function messageDeeds({ engine, run, now }: Deeds): Asked {
  const say = (kind: ContentInit['kind']): void => {
    run(async () => change(engine, now().info.id, kind));
  };
  return {
    react: (message, emoji) => {
      const remove = message.state?.own?.reactions.includes(emoji) ?? false;
      say({ case: 'reaction', value: { target: message.seq, emoji, remove } });
      if (!remove) run(async () => rememberEmoji(engine, emoji));
    },
    recall: (messages) => {
      run(async () => {
        const { i18n } = now();
        const isSure = await confirm({
          title: i18n._('{count, plural, one {Recall this message?} other {Recall # messages?}}', {
            count: messages.length,
          }),
          text: i18n._('The words are erased for everybody. This cannot be undone.'),
          action: i18n._('Recall'),
          danger: true,
        });
        if (!isSure) return;
        for (const { seq } of messages) say({ case: 'recall', value: { target: seq } });
      });
    },
    pin: (message) =>
      say({ case: 'pin', value: { target: message.seq, remove: (message.state?.pinned ?? 0) > 0 } }),
    star: (messages) => run(async () => star(engine, messages)),
    hide: ({ conversation, seq }) => {
      const key = `hide/${conversation}/${seq}`;
      run(async () => {
        await engine.setMine(key, {});
        toast(now().i18n._('The message is hidden from you.'), {
          action: {
            label: now().i18n._('Undo'),
            run: () => run(async () => engine.setMine(key, undefined)),
          },
        });
      });
    },
    copyLink: ({ conversation, seq }) => {
      const { href } = new URL(`c/${conversation}/${seq}`, document.baseURI);
      run(async () => toClipboard(href), now().i18n._('Link copied'));
    },
    follow: (message) => {
      const { i18n } = now();
      const isFollowed = message.state?.own?.follows === true;
      run(async () => follow(engine, message, !isFollowed), followWords(i18n, !isFollowed));
    },
    vote: (message, choices) => say({ case: 'vote', value: { target: message.seq, choices } }),
    closePoll: (message) => say({ case: 'closePoll', value: { target: message.seq } }),
    retry: ({ clientId }) => run(async () => engine.retry(clientId)),
    discard: ({ clientId }) =>
      run(async () => {
        if (!(await engine.discard(clientId))) toast(now().i18n._('It was sent already.'));
      }),
  };
}

/**
 * Changes a message: that is shown at once. Rejects if the server refuses it, and it is taken back. Whoever closes the page before
 * finds it among what has failed.
 */
async function change(engine: Engine, conversation: number, kind: ContentInit['kind']): Promise<void> {
  const { clientId } = await engine.send({ conversation }, { kind }, { forgetRefused: true });
  try {
    await engine.acked(clientId);
  } catch (error) {
    // It is in the log already, or its message is gone, as one sees.
    if (codeOf(error) !== 'NOT_FOUND') throw error;
  }
}

async function follow(engine: Engine, { conversation, seq }: Incoming, follows: boolean): Promise<void> {
  await engine.call('setThread', { conversation, seq, follow: follows });
}

function followWords(i18n: I18n, follows: boolean): string {
  return follows ? i18n._('You follow this thread') : i18n._('You do not follow this thread any more');
}

/** Stars all; if all are, takes the stars away. */
async function star(engine: Engine, messages: readonly Incoming[]): Promise<void> {
  const keys = messages.map(({ conversation, seq }) => `star/${conversation}/${seq}`);
  const areAll = keys.every((key) => engine.mine.at(key) !== undefined);
  const value = areAll ? undefined : { time: Date.now() };
  await Promise.all(keys.map(async (key) => engine.setMine(key, value)));
}

async function rememberEmoji(engine: Engine, emoji: string): Promise<void> {
  const known = engine.mine.at('emoji');
  if (recentsOf(known)[0] !== emoji) await engine.setMine('emoji', withRecent(known, emoji));
}

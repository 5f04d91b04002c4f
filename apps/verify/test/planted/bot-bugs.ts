/**
 * Bugs in what bots and those who press get.
 *
 * @module
 */
import { decodeContent, encodeContent } from '@posthorn/protocol';
import type { Store } from '@posthorn/server';
import {
  answerInteraction,
  takeInteraction,
} from '../../../../packages/server/src/features/bots/interaction-queries.ts';
import { changed } from './store-bugs.ts';
import type { AnyQuery } from './store-bugs.ts';

/** Every process of a bot is told that a press is its own. */
export function sharedPresses(right: Store): Store {
  return changed(
    right,
    {},
    new Map<AnyQuery, (...args: never[]) => Promise<unknown>>([
      [takeInteraction, () => Promise.resolve('taken')],
    ]),
  );
}

/** Each answer is noted as the one before it. */
export function staleAnswers(right: Store): Store {
  let before: Uint8Array | undefined;
  return changed(
    right,
    {},
    new Map<AnyQuery, (...args: never[]) => Promise<unknown>>([
      [
        answerInteraction,
        (...[given, most]: Parameters<typeof answerInteraction>) => {
          const { answer } = given;
          const noted = { ...given, answer: before ?? answer };
          before = answer;
          return right.run(answerInteraction, noted, most);
        },
      ],
    ]),
  );
}

/** The message at the end of a text that grew does not say so. */
export function namelessEnds(right: Store): Store {
  return changed(right, {
    append: (appends) =>
      right.log.append(
        appends.map((append) => {
          const content = decodeContent(append.content);
          return content.stream === ''
            ? append
            : { ...append, content: encodeContent({ ...content, stream: '' }) };
        }),
      ),
  });
}

/**
 * What has become of the messages of a page, for one reader.
 *
 * @module
 */
import { decodeContent, decodeState } from '@posthorn/protocol';
import type { BatchInit, State, StateInit } from '@posthorn/protocol';
import { ownStates } from '../../router/own-state.ts';
import type { Services } from '../../router/services.ts';
import type { LogBatch } from '../../store/log/log.ts';
import * as readingQueries from '../../store/log/reading.ts';

/** The messages of a page with their states, and the states of messages elsewhere to which entries on the page belong. */
export async function withStates(
  services: Services,
  reader: number,
  { conversation, messages }: LogBatch,
): Promise<Pick<BatchInit, 'messages' | 'states'>> {
  const { store, contents } = services;
  const onPage = new Set(messages.map(({ seq }) => seq));
  const targets = messages.map(({ content }) =>
    content.length === 0 ? 0 : contents.targetOf(decodeContent(content)),
  );
  const elsewhere = [...new Set(targets)].filter((seq) => seq > 0 && !onPage.has(seq));
  const found =
    elsewhere.length === 0 ? [] : await store.run(readingQueries.statesOf, conversation, elsewhere, reader);
  const others = found.map(decodeState);
  const stated = messages.map((message) => ({
    message,
    state: message.state === undefined ? undefined : decodeState(message.state),
  }));
  const states = [...stated.flatMap(({ state }) => state ?? []), ...others];
  const own = await ownStates(store, services.ownStates, { reader, conversation, states });
  const complete = (state: State): StateInit => ({ ...state, own: own.get(state.seq) ?? {} });
  return {
    messages: stated.map(({ message, state }) => ({ ...message, state: state && complete(state) })),
    states: others.map(complete),
  };
}

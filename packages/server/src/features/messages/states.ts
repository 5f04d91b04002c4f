/**
 * What has become of the messages of a page, for one reader.
 *
 * @module
 */
import { decodeContent, decodeState } from '@posthorn/protocol';
import type { Content, MessageInit, State, StateInit } from '@posthorn/protocol';
import { ownStates } from '../../router/own-state.ts';
import type { Services } from '../../router/services.ts';
import type { LogBatch, StoredMessage } from '../../store/log/log.ts';
import * as readingQueries from '../../store/log/reading.ts';

export interface Stated {
  readonly messages: readonly MessageInit[];
  /** Of messages elsewhere to which those on the page belong. */
  readonly states: readonly StateInit[];
}

/** The messages of a page with their states, and the states of messages elsewhere to which entries on the page belong. */
export async function withStates(
  services: Services,
  reader: number,
  { conversation, messages }: Pick<LogBatch, 'conversation' | 'messages'>,
): Promise<Stated> {
  const contents = messages.map(({ content }) => (content.length === 0 ? undefined : decodeContent(content)));
  const states = new Map<number, State>();
  for (const { state } of messages) if (state !== undefined) add(states, decodeState(state));
  const onPage = new Set(messages.map(({ seq }) => seq));
  const others: State[] = [];
  const load = async (seqs: Iterable<number>): Promise<void> => {
    const wanted = [...new Set(seqs)].filter((seq) => seq > 0 && !onPage.has(seq) && !states.has(seq));
    if (wanted.length === 0) return;
    const found = await services.store.run(readingQueries.statesOf, conversation, wanted, reader);
    for (const state of found.map(decodeState)) others.push(add(states, state));
  };
  await load(contents.map((content) => (content === undefined ? 0 : services.contents.targetOf(content))));
  const threads = new Map(messages.map(({ seq }, index) => [seq, contents[index]?.thread ?? 0]));
  for (const [seq, root] of await recalledElsewhere(services, conversation, others)) threads.set(seq, root);
  await load(threads.values());
  const own = await ownStates(services.store, services.ownStates, {
    reader,
    conversation,
    states: [...states.values()],
  });
  const withOwn = (state: State): StateInit => ({ ...state, own: own.get(state.seq) ?? {} });
  const complete = (state: State): StateInit => {
    const root = states.get(threads.get(state.seq) ?? 0);
    return root === undefined ? withOwn(state) : { ...withOwn(state), also: withOwn(root) };
  };
  return {
    messages: messages.map((stored, index) => {
      const { state, ...message } = withSender(services, reader, stored, contents[index]);
      const known = state === undefined ? undefined : states.get(message.seq);
      return known === undefined ? message : { ...message, state: complete(known) };
    }),
    states: others.map(complete),
  };
}

/** Only its sender is told who has sent a message that hides it. */
function withSender(
  { contents }: Pick<Services, 'contents'>,
  reader: number,
  message: StoredMessage,
  content: Content | undefined,
): StoredMessage {
  const isHidden = content !== undefined && message.sender !== reader && contents.hidesSender(content);
  return isHidden ? { ...message, sender: 0 } : message;
}

function add(states: Map<number, State>, state: State): State {
  states.set(state.seq, state);
  return state;
}

/** Whoever learns that something was recalled in a thread has to learn what is left of the thread. */
async function recalledElsewhere(
  { store }: Services,
  conversation: number,
  states: readonly State[],
): Promise<ReadonlyMap<number, number>> {
  const recalled = states.filter((state) => state.recalled > 0).map(({ seq }) => seq);
  if (recalled.length === 0) return new Map();
  return store.run(readingQueries.recalledThreads, conversation, recalled);
}

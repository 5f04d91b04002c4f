/**
 * Reading messages and heads, as far as a user may see them (promises 7 and 9).
 *
 * @module
 */
import { decodeState, ERRORS, LIMITS, PosthornError } from '@posthorn/protocol';
import type {
  BatchInit,
  HeadsPageInit,
  ListHeads,
  MessageInit,
  Pull,
  PulledInit,
  Range,
} from '@posthorn/protocol';
import type { LogBatch, LogRange, StoredMessage } from '../../store/log/log.ts';
import { PageBudget, shortened } from '../../store/log/paging.ts';
import { sessionOf } from '../../router/caller.ts';
import { idCursor, nextCursor, pageLimit } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { RouterState, Services } from '../../router/services.ts';
import type { Store } from '../../store/store.ts';
import { Turns } from '../../router/turns.ts';
import { withQuotes } from './quotes.ts';
import { PageStates, withStates } from './states.ts';
import type { Stated } from './states.ts';

/**
 * States of messages elsewhere, in one answer to a pull. With {@link LIMITS.maxPullBytes} of messages, with quotes and what is the
 * reader's own, it stays below {@link LIMITS.maxServerFrameBytes}.
 */
const MAX_ELSEWHERE_BYTES = LIMITS.maxPullBytes / 2;

/** Pulls of one user at once. Each may read and answer {@link LIMITS.maxPullBytes}. */
const PULLS_AT_ONCE = 4;

export const PULL_TURNS: RouterState<Turns> = { name: 'pull turns', open: () => new Turns(PULLS_AT_ONCE) };

export async function pull(services: Services, caller: Caller, request: Pull): Promise<PulledInit> {
  const { ranges } = request;
  if (ranges.length > LIMITS.maxRangesPerPull) {
    throw new PosthornError('TOO_LARGE', `at most ${LIMITS.maxRangesPerPull} ranges can be pulled at once`);
  }
  const { user } = sessionOf(caller);
  return services.state(PULL_TURNS).take(user, async () => {
    const wanted = bounded(ranges);
    const found = await services.store.log.pull(user, wanted, LIMITS.maxPullBytes);
    const budget = new PageBudget(MAX_ELSEWHERE_BYTES);
    const batches: BatchInit[] = [];
    for (const [index, range] of wanted.entries()) {
      const batch = found[index];
      if (batch !== undefined) batches.push(await toBatch(services, user, { range, batch, budget }));
    }
    return { batches };
  });
}

/** Whether a user is or was in a conversation, or anybody may read it. */
export async function mayRead(
  { log }: Pick<Store, 'log'>,
  user: number,
  conversation: number,
): Promise<boolean> {
  const range = { conversation, after: 0, before: 0, limit: 0, mark: 0 };
  const [batch] = await log.pull(user, [range], 0);
  return batch?.forbidden === false;
}

/** Limits the total of all ranges, first come first served. */
function bounded(ranges: readonly Range[]): LogRange[] {
  let left: number = LIMITS.maxMessagesPerPull;
  return ranges.map((range) => {
    const limit = Math.min(range.limit === 0 ? LIMITS.defaultPageItems : range.limit, left);
    left -= limit;
    return { ...range, limit };
  });
}

interface Found {
  readonly range: LogRange;
  readonly batch: LogBatch;
  /** For states of messages elsewhere. */
  readonly budget: PageBudget;
}

async function toBatch(
  services: Services,
  reader: number,
  { range, batch, budget }: Found,
): Promise<BatchInit> {
  const { conversation, folded: _folded, forbidden, ...rest } = batch;
  if (forbidden) return { conversation, error: ERRORS.NOT_A_MEMBER.code };
  const { messages, states, ...bounds } = await statedIn(services, reader, { range, batch, budget });
  return {
    ...rest,
    ...bounds,
    conversation,
    messages: await withQuotes(services, reader, conversation, messages),
    states,
  };
}

/** As much of a batch as there is room for. */
async function statedIn(
  services: Services,
  reader: number,
  { range, batch, budget }: Found,
): Promise<Stated & Pick<LogBatch, 'through' | 'more'>> {
  const { messages, through, more } = batch;
  if (batch.folded === 0) return { messages: messages.map(toMessage), states: [], through, more };
  const page = await PageStates.load(services, reader, batch);
  const isBackward = range.before > 0;
  const fitting = page.fitting(isBackward ? messages.toReversed() : messages, budget);
  const shorter = shortened(range, batch, isBackward ? fitting.toReversed() : fitting);
  return { ...(await page.stated(shorter.messages)), through: shorter.through, more: shorter.more };
}

/** Converts some messages of a conversation to the form sent to one reader. */
export async function messagesFor(
  services: Services,
  reader: number,
  found: Pick<LogBatch, 'conversation' | 'messages'>,
): Promise<readonly MessageInit[]> {
  const { messages } = await withStates(services, reader, found);
  return withQuotes(services, reader, found.conversation, messages);
}

/** Converts a stored message to the form sent to clients, without what concerns its reader alone. */
export function toMessage({ state, ...message }: StoredMessage): MessageInit {
  return state === undefined ? message : { ...message, state: decodeState(state) };
}

export async function listHeads(
  services: Services,
  caller: Caller,
  request: ListHeads,
): Promise<HeadsPageInit> {
  const limit = pageLimit(
    request.limit === 0 ? LIMITS.maxHeadsPerPage : request.limit,
    LIMITS.maxHeadsPerPage,
  );
  const heads = await services.store.log.heads(sessionOf(caller).user, idCursor(request.cursor), limit);
  return { heads, next: nextCursor(heads, limit, (head) => head.conversation) };
}

/**
 * Texts of bots that are shown while they grow. Nothing of them is kept: in the end the bot sends a message.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { DoneInit, ServerFrameInit, StreamNoteInit, StreamText } from '@posthorn/protocol';
import type { Clock, Timer } from '../../clock.ts';
import type { ConversationRecord } from '../../store/log/records.ts';
import { notAMember } from '../../pipeline/refusals.ts';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { maySend } from '../messages/send.ts';
import { checkStream } from './contents.ts';

/** Between two pushes of one text. */
const GAP_MS = 250;
/** Of one bot. */
const MAX_STREAMS = 8;
/** A text that has not grown for so long makes room for another one. */
const IDLE_MS = 2000;
/** In a larger group nobody sees a text grow: everybody online would get each step. */
const MAX_MEMBERS = 1000;

/** What is to be shown where. */
interface Shown {
  readonly record: ConversationRecord;
  readonly note: StreamNoteInit;
}

interface Stream {
  /** When it last grew, and when it was last shown; monotonic ms. */
  grownAt: number;
  shownAt: number;
  /** Set while something waits to be shown. */
  timer: Timer | undefined;
  latest: Shown;
}

export class Streams {
  readonly #clock: Pick<Clock, 'after' | 'monotonic'>;
  readonly #show: (shown: Shown) => void;
  readonly #byBot = new Map<number, Map<string, Stream>>();

  /** `show` is called at most each {@link GAP_MS} for a text. */
  constructor(clock: Pick<Clock, 'after' | 'monotonic'>, show: (shown: Shown) => void) {
    this.#clock = clock;
    this.#show = show;
  }

  /** Shows a text, soon. False: the bot streams as many as it may. */
  grow(bot: number, name: string, latest: Shown): boolean {
    const now = this.#clock.monotonic();
    const streams = this.#of(bot, now);
    const known = streams.get(name);
    if (known === undefined && streams.size >= MAX_STREAMS) return false;
    const stream = known ?? { grownAt: now, shownAt: -Infinity, timer: undefined, latest };
    streams.set(name, stream);
    stream.grownAt = now;
    stream.latest = latest;
    const waitMs = stream.shownAt + GAP_MS - now;
    if (waitMs <= 0) this.#showNow(stream);
    else stream.timer ??= this.#clock.after(waitMs, () => this.#showNow(stream));
    return true;
  }

  /** Shows that a text is gone. */
  abandon(bot: number, name: string, last: Shown): void {
    this.#byBot.get(bot)?.get(name)?.timer?.cancel();
    this.#byBot.get(bot)?.delete(name);
    this.#show(last);
  }

  /** Idempotent. */
  close(): void {
    for (const streams of this.#byBot.values()) for (const { timer } of streams.values()) timer?.cancel();
    this.#byBot.clear();
  }

  #showNow(stream: Stream): void {
    stream.timer?.cancel();
    stream.timer = undefined;
    stream.shownAt = this.#clock.monotonic();
    this.#show(stream.latest);
  }

  /** Those of a bot that still grow. Forgets the others, and bots without any. */
  #of(bot: number, now: number): Map<string, Stream> {
    for (const [each, streams] of this.#byBot) {
      for (const [name, { grownAt, timer }] of streams)
        if (timer === undefined && now - grownAt >= IDLE_MS) streams.delete(name);
      if (streams.size === 0) this.#byBot.delete(each);
    }
    const streams = this.#byBot.get(bot) ?? new Map<string, Stream>();
    this.#byBot.set(bot, streams);
    return streams;
  }
}

export const STREAMS: RouterState<Streams> = {
  name: 'streams',
  open: ({ clock, publish }) =>
    new Streams(clock, ({ record, note }) => {
      const frame: ServerFrameInit = { body: { case: 'streamNote', value: note } };
      publish.note(record, frame, { exceptUser: note.user ?? 0 });
    }),
  close: (streams) => streams.close(),
};

/** Who may write may show what they are writing. */
export async function streamText(services: Services, caller: Caller, request: StreamText): Promise<DoneInit> {
  const { user, bot } = sessionOf(caller);
  const { conversation, stream, text, replyTo, thread, abandoned } = request;
  if (!bot) throw new PosthornError('FORBIDDEN', 'only bots stream texts');
  checkStream(stream);
  if (Buffer.byteLength(text) > LIMITS.maxTextBytes)
    throw new PosthornError('TOO_LARGE', `the text is longer than ${LIMITS.maxTextBytes} bytes`);
  const cached = await services.conversations.current(conversation, [user]);
  if (cached === undefined) throw notAMember();
  maySend(cached, cached.members.get(user), { sender: user });
  const { record } = cached;
  if (record.kind === 'group' && record.memberCount > MAX_MEMBERS) return {};
  const streams = services.state(STREAMS);
  const note = { conversation, user, stream, text, replyTo, thread, abandoned };
  if (abandoned) streams.abandon(user, stream, { record, note });
  else if (!streams.grow(user, stream, { record, note }))
    throw new PosthornError('LIMIT_EXCEEDED', `a bot streams at most ${MAX_STREAMS} texts at once`);
  return {};
}

/**
 * Tells browsers what they are to show. What is to be told lies in the store until the push service has it, so it survives
 * any router: whoever dies in between leaves it to the next, and a browser may be told twice, under one topic and one tag.
 *
 * @module
 */
import { createHmac } from 'node:crypto';
import { optionsOf } from '../../config/option.ts';
import { publicUrlOf } from '../../config/public-url.ts';
import { failureFields } from '../../logger.ts';
import { fromStoreError } from '../../pipeline/store-errors.ts';
import { MOVED_CURSORS } from '../../router/moved-cursors.ts';
import { isOnline } from '../../router/online.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { Jobs } from '../../router/jobs.ts';
import { Quota } from '../../router/quota.ts';
import { allowedEndpoint, serviceOf } from './hosts.ts';
import { areShown, readElsewhere } from './listening-queries.ts';
import type { ReadPlace } from './listening-queries.ts';
import { dueNotices, putOff, settle, takeDue } from './notice-queries.ts';
import { decide } from './notice.ts';
import type { Decision } from './notice.ts';
import { PUSH_OPTIONS } from './options.ts';
import { encodePayload } from './payload.ts';
import { send } from './push-service.ts';
import type { Answer } from './push-service.ts';
import type { DueNotice, NoticeKey, Situation } from './records.ts';
import { ServiceHealth } from './service-health.ts';
import { situation } from './situation-queries.ts';
import { keepPushKeys, KEY_NAME, PRIVATE_KEYS, unsubscribe } from './subscription-queries.ts';
import { makeVapidKeys, Vapid } from './vapid.ts';

/** Of all push services, and of one: a slow one holds up no other. */
const BOUNDS = { maxRunning: 64, maxRunningOfUser: 32, maxWaitingOfUser: 500, maxWaiting: 1000 } as const;
const PAGE = 200;
/** Whoever has taken something for so long has died. */
const TAKEN_MS = 60_000;
/** Who is connected has so long to read it there. */
const PATIENCE_MS = 4000;
const FIRST_RETRY_MS = 5000;
const LONGEST_RETRY_MS = 900_000;
const PUSHES_PER_HOUR = 600;
const CALM_MS = 60_000;
/** What is under way does not hold up a router that goes down for longer. */
const CLOSING_MS = 2000;
const TOPIC_CHARS = 32;

export class Pushes {
  readonly #services: Services;
  readonly #hosts: readonly string[];
  readonly #closing = new AbortController();
  readonly #jobs = new Jobs<string>(BOUNDS);
  readonly #health = new ServiceHealth();
  readonly #quota: Quota;
  readonly #underWay = new Map<string, Taken>();
  #vapid: Promise<Vapid> | undefined;

  constructor(services: Services) {
    this.#services = services;
    this.#hosts = optionsOf(services.config.options, PUSH_OPTIONS).pushHosts;
    this.#quota = new Quota(services.clock, PUSHES_PER_HOUR);
  }

  /** The server's keys, which are made when somebody asks for them first. */
  vapid(): Promise<Vapid> {
    this.#vapid ??= this.#openVapid().catch((error: unknown) => {
      this.#vapid = undefined;
      throw error;
    });
    return this.#vapid;
  }

  async #openVapid(): Promise<Vapid> {
    const { store, sealer, config } = this.#services;
    const { pushContact } = optionsOf(config.options, PUSH_OPTIONS);
    const publicUrl = publicUrlOf(config.options);
    const own = publicUrl?.isSecure === true ? publicUrl.href : 'https://posthorn.invalid';
    const made = makeVapidKeys();
    const sealed = sealer.sealText(PRIVATE_KEYS, [KEY_NAME, made.publicKey], made.privateKey);
    const { publicKey, privateKey } = await store.run(keepPushKeys, { ...made, privateKey: sealed });
    const opened = sealer.openText(PRIVATE_KEYS, [KEY_NAME, publicKey], privateKey);
    return new Vapid({ publicKey, privateKey: opened }, pushContact ?? own);
  }

  /** Begins what is due. Resolves when it has been taken. */
  async begin(): Promise<void> {
    const { store, clock } = this.#services;
    const room = Math.min(PAGE, this.#jobs.room);
    if (room === 0) return;
    const due = await store.run(dueNotices, clock.now(), room);
    const mine = due.filter((each) => !this.#underWay.has(keyOf(each)));
    if (mine.length === 0) return;
    const until = clock.now() + TAKEN_MS;
    const taken = await store.run(takeDue, mine, clock.now(), until);
    await Promise.all(taken.map((notice) => this.#enqueue(notice, until)));
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#jobs.idle();
  }

  /** Finishes what is under way, if that takes a moment only, and leaves the rest to others. */
  async close(): Promise<void> {
    const { clock } = this.#services;
    const abort = (): void => this.#closing.abort(new Error('the router is closing'));
    const timer = clock.after(CLOSING_MS, abort);
    await this.#jobs.close();
    timer.cancel();
    // It has waited behind what was under way.
    const left = [...this.#underWay.values()];
    await Promise.all(left.map(({ notice, until }) => this.#leave(notice, until)));
  }

  /** What users have read is taken back where it is shown. */
  async readElsewhere(places: readonly ReadPlace[]): Promise<void> {
    const { store, clock, logger } = this.#services;
    try {
      if (await store.run(areShown, places)) await store.run(readElsewhere, places, clock.now());
    } catch (error) {
      logger.debug(failureFields(fromStoreError(error)), 'what was read is not taken back elsewhere');
    }
  }

  async #enqueue(notice: DueNotice, until: number): Promise<void> {
    const now = this.#services.clock.now();
    const host = serviceOf(notice.endpoint);
    const pausedUntil = this.#health.pausedUntil(host);
    if (pausedUntil > now) return this.#later(notice, until, pausedUntil);
    this.#underWay.set(keyOf(notice), { notice, until });
    const job = (): Promise<void> =>
      this.#carryOut(notice, until, host).finally(() => this.#underWay.delete(keyOf(notice)));
    if (this.#jobs.add(host, job)) return;
    this.#underWay.delete(keyOf(notice));
    await this.#later(notice, until, now + FIRST_RETRY_MS);
  }

  /** Never rejects. */
  async #carryOut(notice: DueNotice, until: number, host: string): Promise<void> {
    try {
      await this.#tryTo(notice, until, host);
    } catch (error) {
      if (this.#closing.signal.aborted) return this.#leave(notice, until);
      // It is tried again by whoever comes, a while later.
      const fields = { user: notice.user, service: host, ...failureFields(fromStoreError(error)) };
      this.#services.logger.warn(fields, 'a push failed; it is tried again');
    }
  }

  /** To the next router. */
  async #leave(notice: DueNotice, until: number): Promise<void> {
    // Where that fails it waits until others may take it.
    await this.#later(notice, until, this.#services.clock.now()).catch(() => undefined);
  }

  async #tryTo(notice: DueNotice, until: number, host: string): Promise<void> {
    const { store, clock, contents } = this.#services;
    const { session, conversation, wanted } = notice;
    const now = clock.now();
    const found = await store.run(situation, { session, conversation }, wanted, contents.uncounted, now);
    const decision = decide(found, { conversation, contents, now });
    if (decision.do === 'forget') return store.run(unsubscribe, session);
    if (decision.do === 'nothing' || found === undefined) {
      const outcome = { session, conversation, shown: undefined, closed: [] };
      return store.run(settle, outcome, until);
    }
    if (decision.payload.type === 'message' && (await this.#isPatient(notice, until))) return;
    if (!this.#quota.take(notice.user)) return this.#later(notice, until, now + CALM_MS);
    await this.#tell({ notice, until, host, found, decision });
  }

  /** Whether a device that is connected is given time to read it. */
  async #isPatient(notice: DueNotice, until: number): Promise<boolean> {
    const now = this.#services.clock.now();
    const { patience } = notice;
    if (patience > 0) {
      if (now >= patience) return false;
      await this.#later(notice, until, patience);
      return true;
    }
    if (!(await isOnline(this.#services, notice.user))) return false;
    const due = now + PATIENCE_MS;
    await this.#later({ ...notice, patience: due }, until, due);
    return true;
  }

  #later(notice: DueNotice, until: number, due: number): Promise<void> {
    return this.#services.store.run(putOff, { ...notice, due }, until);
  }

  async #tell(telling: Telling): Promise<void> {
    const { found, decision, notice, host } = telling;
    const { subscription } = found;
    const url = allowedEndpoint(subscription.endpoint, this.#hosts);
    const { outgoing, clock, random } = this.#services;
    if (url === undefined) return this.#answered(telling, { type: 'gone' });
    const vapid = await this.vapid();
    const push = {
      url,
      subscription,
      payload: encodePayload(decision.payload),
      ttlMs: decision.ttlMs,
      isUrgent: decision.isUrgent,
      topic: topicOf(subscription.auth, notice.conversation),
    };
    const answer = await send({ outgoing, vapid, clock, random }, push, this.#closing.signal);
    if (answer.type === 'taken' || answer.type === 'gone') this.#health.answered(host);
    if (answer.type === 'later' && answer.isService)
      this.#health.failed(host, clock.now(), answer.retryAfterMs);
    await this.#answered(telling, answer);
  }

  async #answered(telling: Telling, answer: Answer): Promise<void> {
    const { store, logger, clock } = this.#services;
    const { notice, until, decision, host } = telling;
    const { session, conversation, user } = notice;
    switch (answer.type) {
      case 'taken': {
        const { shown, closed, quiet } = decision;
        const outcome = { session, conversation, shown, closed, ...(quiet !== undefined && { quiet }) };
        return store.run(settle, outcome, until);
      }
      case 'gone':
        logger.info({ user, session, service: host }, 'a browser takes no pushes any more');
        return store.run(unsubscribe, session);
      case 'refused':
        logger.warn({ user, session, service: host, why: answer.why }, 'a push was refused');
        return store.run(settle, { session, conversation, shown: undefined, closed: [] }, until);
      case 'later': {
        logger.debug({ user, session, service: host, why: answer.why }, 'a push has to wait');
        const wait = Math.max(this.#backoff(notice.tries), answer.retryAfterMs ?? 0);
        return this.#later({ ...notice, tries: notice.tries + 1 }, until, clock.now() + wait);
      }
    }
  }

  /** Twice as long each time, with a random part, so that many do not come back at once. */
  #backoff(tries: number): number {
    const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(tries, 20));
    return longest / 2 + (this.#services.random.unit() * longest) / 2;
  }
}

interface Taken {
  readonly notice: DueNotice;
  /** Until when nobody else takes it (Unix ms). */
  readonly until: number;
}

interface Telling extends Taken {
  readonly host: string;
  readonly found: Situation;
  readonly decision: Extract<Decision, { readonly do: 'tell' }>;
}

function keyOf({ session, conversation }: NoticeKey): string {
  return `${session} ${conversation}`;
}

/** One for each conversation of each browser, which tells the service nothing. */
function topicOf(secret: string, conversation: number): string {
  return createHmac('sha256', secret).update(String(conversation)).digest('base64url').slice(0, TOPIC_CHARS);
}

export const PUSHES: RouterState<Pushes> = {
  name: 'pushes',
  open(services) {
    const pushes = new Pushes(services);
    if (optionsOf(services.config.options, PUSH_OPTIONS).push)
      services.state(MOVED_CURSORS).listen((moved) => pushes.readElsewhere(moved));
    return pushes;
  },
  close: (pushes) => pushes.close(),
};

/**
 * One directory: who somebody is by name and password, and whether people are still there. LDAP (RFC 4511), by a few servers that
 * have the same people.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Client, Entry } from 'ldapts';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { Breaker } from '../../outgoing/breaker.ts';
import { within } from '../../outgoing/within.ts';
import type { ExternalIdentity } from '../../router/login-way.ts';
import { FairQueue } from '../accounts/fair-queue.ts';
import type { Asker } from '../accounts/fair-queue.ts';
import { Asking } from './asking.ts';
import { load, overConnection } from './connection.ts';
import type { Library } from './connection.ts';
import type { DirectorySettings } from './directories-file.ts';
import { identityOf, isDisabled } from './entry.ts';
import { disabled, refused, resultCode, unavailable } from './refusals.ts';

const MAX_RUNNING = 16;
const MAX_WAITING = 200;
/** A server that has too much to do, or ends (RFC 4511 appendix A): the next one may answer. */
const OTHERS_MAY_ANSWER: ReadonlySet<number> = new Set([51, 52]);

export interface DirectoryPlace {
  readonly clock: Clock;
  readonly logger: Logger;
}

export class Directory {
  readonly settings: DirectorySettings;
  readonly #place: DirectoryPlace;
  readonly #breaker: Breaker;
  readonly #queue = new FairQueue({ maxRunning: MAX_RUNNING, maxWaiting: MAX_WAITING });
  readonly #closing = new AbortController();
  /** Of the server that has answered last, which is asked first. */
  #first = 0;

  constructor(settings: DirectorySettings, place: DirectoryPlace) {
    this.settings = settings;
    this.#place = place;
    this.#breaker = new Breaker(place.clock);
  }

  /** Whether it looks for people by an account of its own, and so without their passwords. */
  get canLook(): boolean {
    return this.settings.access.kind === 'search';
  }

  /**
   * Whose name and password these are. Undefined: nobody's. Rejects with ACCOUNT_DISABLED, FORBIDDEN and BAD_CREDENTIALS for somebody
   * who may not come in, UNAVAILABLE, OVERLOADED.
   */
  async logIn(name: string, password: string, asker: Asker): Promise<ExternalIdentity | undefined> {
    // To a bind without a password servers say yes, whoever it is (RFC 4513 §5.1.2); one that begins with U+0000 is none in C.
    if (name === '' || password === '' || password.includes('\0')) return undefined;
    return this.#queue.run(asker, () =>
      this.#ask((library, client) => this.#whoIs(new Asking(this.settings, library, client), name, password)),
    );
  }

  /**
   * Looks people up by their subjects. `isThere` is false for somebody who is gone, disabled, or no more in the group that is needed.
   * Rejects as logIn() does, and if the place where people are is not to be seen.
   */
  look<T>(work: (isThere: (subject: string) => Promise<boolean>) => Promise<T>): Promise<T> {
    return this.#ask(async (library, client) => {
      const asking = new Asking(this.settings, library, client);
      await asking.bindToLook();
      // Whoever sees nothing would end all sessions.
      await asking.assertBase();
      return work(async (subject) => {
        const entry = await asking.bySubject(subject);
        return entry !== undefined && !this.#isDisabled(entry) && (await asking.mayComeIn(entry));
      });
    });
  }

  /** Says in the log what of the settings does not fit, as far as it can look. Never rejects. */
  async greet(): Promise<void> {
    const { id, requiredGroup, adminGroup } = this.settings;
    if (!this.canLook) return;
    const { logger } = this.#place;
    try {
      const missing = await this.#ask(async (library, client) => {
        const asking = new Asking(this.settings, library, client);
        await asking.bindToLook();
        await asking.assertBase();
        return asking.missing([requiredGroup, adminGroup]);
      });
      logger.info({ directory: id, url: this.settings.urls[this.#first]?.href }, 'a directory answers');
      for (const group of missing)
        logger.error({ directory: id, group }, 'a directory does not show this group');
    } catch (error) {
      const { cause = error } = error as Error;
      logger.warn(
        { directory: id, error: cause },
        'a directory does not answer, so its people cannot log in',
      );
    }
  }

  /** Ends what is under way. Idempotent. */
  close(): void {
    this.#closing.abort(unavailable(this.settings.title));
  }

  async #whoIs(asking: Asking, name: string, password: string): Promise<ExternalIdentity | undefined> {
    const { access, title, id } = this.settings;
    const found =
      access.kind === 'search'
        ? await asking.searchThenBind(name, password)
        : await asking.bindThenRead(access.template, name, password);
    if (found === undefined) return undefined;
    const { entry, isMember, isAdmin } = found;
    if (this.#isDisabled(entry)) throw disabled(title);
    if (!isMember) throw refused(title);
    const identity = identityOf(entry, this.settings);
    if (identity === undefined) {
      const attribute = this.settings.attributes.subject;
      this.#place.logger.error(
        { directory: id, dn: entry.dn, attribute },
        'an entry of a directory has no subject',
      );
      throw refused(title);
    }
    return { ...identity, admin: isAdmin };
  }

  #isDisabled(entry: Entry): boolean {
    return isDisabled(entry, this.#place.clock.now());
  }

  /** Asks the servers in turn. Rejects with UNAVAILABLE, and with a PosthornError of the work. */
  async #ask<T>(work: (library: Library, client: Client) => Promise<T>): Promise<T> {
    const { clock, logger } = this.#place;
    const { id, title, timeoutMs, urls } = this.settings;
    if (!this.#breaker.tryPass()) throw unavailable(title);
    const library = await load();
    let trouble: unknown;
    for (let turn = 0; turn < urls.length; turn++) {
      const at = (this.#first + turn) % urls.length;
      const url = urls[at] as URL;
      try {
        const done = await within(clock, { timeoutMs, signal: this.#closing.signal }, (signal) =>
          overConnection(library, { ...this.settings, url, signal }, (client) => work(library, client)),
        );
        this.#answered(at);
        return done;
      } catch (error) {
        if (error instanceof PosthornError) {
          if (!this.#closing.signal.aborted) this.#answered(at);
          throw error;
        }
        trouble = error;
        logger.info({ directory: id, url: url.href, error }, 'a server of a directory cannot be asked');
        if (!OTHERS_MAY_ANSWER.has(resultCode(error) ?? 51)) break;
      }
    }
    if (this.#breaker.failed())
      logger.warn(
        { directory: id, error: trouble },
        'a directory fails again and again, and is left alone for a while',
      );
    throw unavailable(title, trouble);
  }

  #answered(at: number): void {
    this.#first = at;
    if (this.#breaker.answered())
      this.#place.logger.info({ directory: this.settings.id }, 'a directory answers again');
  }
}

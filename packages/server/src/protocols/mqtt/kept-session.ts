/**
 * The session of one client, which outlives its connections: it is kept in the store, and whichever gateway the client comes
 * to next goes on with it. One save is under way at a time, and what changes meanwhile goes into the next one.
 *
 * @module
 */
import { PosthornError, toPosthornError, WireError } from '@posthorn/protocol';
import type { Request } from '@posthorn/protocol';
import { pause } from '../../clock.ts';
import type { Clock, Random, Timer } from '../../clock.ts';
import type { ProtocolHost } from '../protocol.ts';
import { MqttError } from './error.ts';
import { MQTT } from './name.ts';
import { REASON } from './reason-codes.ts';
import { decodeState, encodeState, newState } from './state.ts';
import type { SessionState } from './state.ts';
import type { Will } from './will.ts';

export interface SessionOptions {
  /** Of the connection. It is ended when the session is another's, or cannot be kept. */
  readonly host: Pick<ProtocolHost, 'request' | 'tell' | 'end'>;
  /** As the client or the server has chosen it. */
  readonly clientId: string;
  /** Nothing of an earlier session is wanted. */
  readonly clean: boolean;
  /** For how long the session is to be kept after the connection. 0: no longer than that. */
  readonly expirySeconds: number;
  /** The client logs in anew each time, and its login ends with the connection. */
  readonly outlivesLogin: boolean;
  readonly will?: Will | undefined;
  /** Where the connection is. */
  readonly node: string;
  readonly clock: Clock;
  readonly random: Random;
}

/** What costs a repeat if it is lost waits so long for more of its kind. */
const SOON_MS = 2000;
/** A save that may pass is tried again so much later, if the refusal does not say when. */
const RETRY_MS = 500;
/** The server keeps what a connected client has for a day. */
const REFRESH_MS = 12 * 3_600_000;
const UID_BYTES = 12;

/**
 * Resolves when nobody else can change the session any more. Rejects with a PosthornError if it cannot be had. It is to be saved
 * before the client is let in: the number of connections is part of what client ids are made of.
 */
export async function takeSession(options: SessionOptions): Promise<KeptSession> {
  const { host, clientId, clean, expirySeconds, outlivesLogin, will, node, random } = options;
  const owner = Buffer.from(random.bytes(UID_BYTES)).toString('base64url');
  const taken = await host.request({
    case: 'takeWireSession',
    value: {
      wire: MQTT,
      client: clientId,
      owner,
      discard: clean,
      expiryS: expirySeconds,
      outlivesLogin,
      will: will && { ...will, clientId: `will.${owner}` },
      node,
    },
  });
  if (taken.case !== 'wireSession') throw new PosthornError('INTERNAL', 'a session was answered otherwise');
  const { found = false, state: bytes = new Uint8Array(0), expiryS = 0 } = taken.value;
  const kept = found && bytes.length > 0 ? readable(bytes) : undefined;
  const isPresent = kept !== undefined;
  const state = kept ?? newState(Buffer.from(random.bytes(UID_BYTES)).toString('base64url'));
  state.connections++;
  return new KeptSession(options, { owner, state, isPresent, expirySeconds: expiryS });
}

/** Undefined: another version has written it, or it is damaged. The client is told that its session is gone, and begins anew. */
function readable(bytes: Uint8Array): SessionState | undefined {
  try {
    return decodeState(bytes);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

/** How a connection has ended. */
interface Ending {
  /** If the client has said something else while it left. */
  readonly expirySeconds: number | undefined;
  /** Without a goodbye. */
  readonly isLost: boolean;
}

interface Save {
  readonly expirySeconds: number;
  readonly isOver: boolean;
  readonly isLost: boolean;
  readonly version?: number;
  readonly state: Uint8Array;
}

interface Opened {
  readonly owner: string;
  readonly state: SessionState;
  readonly isPresent: boolean;
  readonly expirySeconds: number;
}

export class KeptSession {
  readonly #host: SessionOptions['host'];
  readonly #clock: Clock;
  readonly #clientId: string;
  readonly #hasWill: boolean;
  readonly #owner: string;
  /** Changed in place by whoever has it; {@link save} keeps it. */
  readonly state: SessionState;
  /** It goes on from an earlier connection. */
  readonly isPresent: boolean;
  /** As the server allows. */
  readonly expirySeconds: number;
  #version = 0;
  /** Whoever waits for the save that begins next. */
  #next: PromiseWithResolvers<void> | undefined;
  #isSaving = false;
  #isOver = false;
  #soon: Timer | undefined;
  #refresh: Timer | undefined;

  constructor(
    { host, clock, clientId, will }: SessionOptions,
    { owner, state, isPresent, expirySeconds }: Opened,
  ) {
    this.#host = host;
    this.#clock = clock;
    this.#clientId = clientId;
    this.#hasWill = will !== undefined;
    this.#owner = owner;
    this.state = state;
    this.isPresent = isPresent;
    this.expirySeconds = expirySeconds;
    if (this.#isKept || this.#hasWill) this.#refreshLater();
  }

  /**
   * Resolves when the state as it is now is kept. Never resolves once the session is over or lost. A session that ends with
   * its connection, and has not begun before it, is not kept.
   */
  save(): Promise<void> {
    if (!this.#isKept) return Promise.resolve();
    this.#next ??= Promise.withResolvers<void>();
    const { promise } = this.#next;
    void this.#run();
    return promise;
  }

  /** Keeps the state a while later, with what changes until then. */
  saveSoon(): void {
    if (!this.#isKept || this.#isOver) return;
    this.#soon ??= this.#clock.after(SOON_MS, () => void this.save());
  }

  /**
   * The connection has ended. Asks for one more save, whose answer nobody waits for. Idempotent.
   */
  end({ expirySeconds = this.expirySeconds, isLost }: Ending): void {
    if (this.#isOver) return;
    this.close();
    if (!this.#isKept && !this.#hasWill) return;
    const last = this.#saving({ expirySeconds, isOver: true, isLost, state: this.#encoded(true) });
    if (this.#hasWill) this.#host.tell(last);
    else this.#host.request(last).catch(() => {});
  }

  /** The client was not let in: nobody speaks of its will. Otherwise like {@link close}. */
  abandon(): void {
    if (this.#isOver) return;
    this.close();
    if (!this.#hasWill) return;
    const { expirySeconds } = this;
    const state = this.#encoded(false);
    this.#host.tell(this.#saving({ expirySeconds, isOver: true, isLost: false, state }));
  }

  /** Stops, and keeps nothing more. Idempotent. */
  close(): void {
    this.#isOver = true;
    this.#soon?.cancel();
    this.#refresh?.cancel();
  }

  get #isKept(): boolean {
    return this.expirySeconds > 0 || this.isPresent;
  }

  /** Empty: nothing but the will is kept. `isFinal`: see encodeState(). */
  #encoded(isFinal: boolean): Uint8Array {
    return this.#isKept ? encodeState(this.state, isFinal) : new Uint8Array(0);
  }

  async #run(): Promise<void> {
    if (this.#isSaving) return;
    this.#isSaving = true;
    // What else changes in this turn belongs to the same save.
    await new Promise<void>((resolve) => this.#clock.afterTurn(resolve));
    while (this.#next !== undefined && !this.#isOver) {
      const { resolve } = this.#next;
      this.#next = undefined;
      this.#soon?.cancel();
      this.#soon = undefined;
      if (await this.#saved()) resolve();
    }
    this.#isSaving = false;
  }

  /** Returns false if the session is over or lost. */
  async #saved(): Promise<boolean> {
    const version = ++this.#version;
    const state = this.#encoded(false);
    const { expirySeconds } = this;
    while (!this.#isOver) {
      try {
        const save = { expirySeconds, isOver: false, isLost: false, version, state };
        await this.#host.request(this.#saving(save));
        return true;
      } catch (caught) {
        const error = toPosthornError(caught);
        if (!error.canRetry) {
          this.#lost(error);
          return false;
        }
        await pause(this.#clock, error.retryAfterMs || RETRY_MS);
      }
    }
    return false;
  }

  #saving({ expirySeconds, version = ++this.#version, ...save }: Save): Request {
    const session = { wire: MQTT, client: this.#clientId, owner: this.#owner };
    return { case: 'saveWireSession', value: { ...session, version, expiryS: expirySeconds, ...save } };
  }

  #lost(error: PosthornError): void {
    if (this.#isOver) return;
    this.close();
    this.#host.end(lossOf(error));
  }

  #refreshLater(): void {
    this.#refresh = this.#clock.after(REFRESH_MS, () => {
      void (this.#isKept ? this.save() : this.#saved());
      this.#refreshLater();
    });
  }
}

/** What is told to a client whose session cannot be kept. */
function lossOf(cause: PosthornError): PosthornError {
  switch (cause.code) {
    case 'CONFLICT':
      return new MqttError(REASON.sessionTakenOver, 'another connection came with this client id', { cause });
    case 'TOO_LARGE':
      return new MqttError(
        REASON.quotaExceeded,
        'you are in too many conversations for a session that is kept: connect with a Session Expiry Interval of 0 (3.1.1: Clean Session 1)',
        { cause },
      );
    default:
      return cause;
  }
}

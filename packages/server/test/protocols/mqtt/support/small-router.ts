/** The router of a small town, as far as sessions of MQTT ask it: logins, kept sessions, and logs of texts. */
import { encodeContent, ERRORS, PosthornError } from '@posthorn/protocol';
import type { ContentInit, MessageInit, Reply, Request } from '@posthorn/protocol';
import { SmallTown } from '../small-town.ts';
import { ClientOf, placeIn } from './client-of.ts';

export class SmallRouter {
  readonly town = new SmallTown();
  readonly place = placeIn(this.town);
  /** By conversation. */
  readonly logs = new Map<number, MessageInit[]>();
  /** By client id. */
  readonly kept = new Map<string, { readonly owner: string; readonly state: Uint8Array }>();
  mostStateBytes = 262_144;
  /** How the test answers, instead of the router. */
  override: (request: Request) => Promise<Reply> | undefined = () => undefined;

  client(version: 4 | 5 = 5): ClientOf {
    return new ClientOf(this.place, (request) => this.override(request) ?? this.#answer(request), version);
  }

  /** Writes a message into a log, and returns it as it is pushed. */
  say(conversation: number, content: ContentInit, more: Partial<MessageInit> = {}) {
    const log = this.logs.get(conversation) ?? [];
    this.logs.set(conversation, log);
    const made = { conversation, seq: log.length + 1, sender: 2, time: 1, content: encodeContent(content) };
    log.push({ ...made, ...more });
    return { case: 'message', value: { ...made, clientId: '', state: undefined, quote: undefined } } as const;
  }

  async #answer(request: Request): Promise<Reply> {
    switch (request.case) {
      case 'hello':
        return { case: 'welcome', value: { epoch: 'E' } };
      case 'attach':
        return { case: 'attached', value: { user: { id: 1, name: 'romeo' }, lobby: 50, inbox: 60 } };
      case 'takeWireSession': {
        const { client, owner, discard, expiryS } = request.value;
        const state = (discard ? undefined : this.kept.get(client)?.state) ?? new Uint8Array(0);
        if (expiryS > 0) this.kept.set(client, { owner, state });
        return { case: 'wireSession', value: { found: state.length > 0, state, expiryS } };
      }
      case 'saveWireSession': {
        const { client, owner, state, expiryS } = request.value;
        if (this.kept.get(client)?.owner !== owner) throw new PosthornError('CONFLICT', 'taken');
        if (state.length > this.mostStateBytes) throw new PosthornError('TOO_LARGE', 'too large');
        this.kept.set(client, { owner, state: state.slice() });
        return { case: 'wireSession', value: { found: true, expiryS } };
      }
      case 'listHeads': {
        const heads = [...this.logs].map(([conversation, log]) => ({ conversation, seq: log.length }));
        return { case: 'headsPage', value: { heads, next: '' } };
      }
      case 'pull': {
        const batches = request.value.ranges.map(({ conversation, after, before }) => {
          const log = this.logs.get(conversation);
          if (log === undefined) return { conversation, error: ERRORS.NOT_A_MEMBER.code };
          const end = before === 0 ? log.length : Math.min(before - 1, log.length);
          return { conversation, messages: log.slice(after, end), through: end, head: log.length };
        });
        return { case: 'pulled', value: { batches } };
      }
      default:
        return this.town.request(request);
    }
  }
}

/**
 * What is pushed, made once for all connections of a gateway that receive the same push.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { Content, MessageInit, Reply, Request } from '@posthorn/protocol';
import { wordsOf } from '../lookups.ts';
import { lookedUp } from '../readable.ts';
import type { Found, Mentions, Wording } from '../readable.ts';
import type { MqttVersion } from './packets.ts';
import { mentionsOf, payloadOf } from './payloads.ts';
import type { View } from './payloads.ts';
import { PublishBody } from './publish-body.ts';
import type { Form } from './subscriptions.ts';

/** On whose behalf something is looked up. */
export interface Reader {
  ask(request: Request): Promise<Reply>;
  /** Undefined: it is not known yet. */
  knownName(user: number): string | undefined;
  /** Empty: there is no such user. */
  nameOf(user: number): Promise<string>;
}

/** Undefined: in this form nobody need see it. */
type Body = PublishBody | undefined;

interface Made {
  readonly epoch: string;
  body: Body | Promise<Body>;
}

interface Pushed {
  readonly content: Content;
  readonly made: Readonly<Record<MqttVersion, Partial<Record<Form, Made>>>>;
}

export class SharedPayloads {
  readonly #wording: Wording;
  /** By the decoded push, which all its receivers have. */
  readonly #pushed = new WeakMap<MessageInit, Pushed>();

  constructor(wording: Wording) {
    this.#wording = wording;
  }

  isRecall(message: MessageInit): boolean {
    return this.#pushedOf(message).content.kind?.case === 'recall';
  }

  /** A promise only if something has to be looked up first. `message` has the state of what it belongs to. */
  of(message: MessageInit, view: View, reader: Reader): Body | Promise<Body> {
    const { content, made } = this.#pushedOf(message);
    const { form, version, epoch } = view;
    const known = made[version][form];
    if (known?.epoch === epoch) {
      if (!(known.body instanceof Promise)) return known.body;
      // The connection that was asked for names may have ended.
      return known.body.catch(() => this.#make(message, content, view, reader));
    }
    const body = this.#make(message, content, view, reader);
    // What it quotes not everybody may see.
    if (mentionsOf({ message, content }, view).quoted === 0) made[version][form] = noted({ epoch, body });
    return body;
  }

  #make(message: MessageInit, content: Content, view: View, reader: Reader): Body | Promise<Body> {
    const read = { message, content };
    const mentions = mentionsOf(read, view);
    const bodyOf = (found: Found): Body => {
      const payload = payloadOf(read, view, this.#wording, found);
      return payload === undefined ? undefined : new PublishBody(payload, view.version);
    };
    const known = foundWith(mentions, reader);
    return known === undefined ? this.#lookedUp(message, mentions, reader).then(bodyOf) : bodyOf(known);
  }

  #lookedUp({ conversation = 0 }: MessageInit, mentions: Mentions, reader: Reader): Promise<Found> {
    return lookedUp(mentions, {
      nameOf: (user) => reader.nameOf(user),
      wordsOf: (seq) =>
        wordsOf((request) => reader.ask(request), this.#wording.contents, { conversation, seq }),
    });
  }

  #pushedOf(message: MessageInit): Pushed {
    const known = this.#pushed.get(message);
    if (known !== undefined) return known;
    const content = decodeContent(message.content ?? new Uint8Array(0));
    const pushed: Pushed = { content, made: { 4: {}, 5: {} } };
    this.#pushed.set(message, pushed);
    return pushed;
  }
}

/** Undefined: something has to be asked for. Each name is looked at once, since names are forgotten from time to time. */
function foundWith({ users, quoted }: Mentions, reader: Reader): Found | undefined {
  if (quoted !== 0) return undefined;
  const names = new Map<number, string>();
  for (const user of users) {
    const name = reader.knownName(user);
    if (name === undefined) return undefined;
    names.set(user, name);
  }
  return { nameOf: (user) => names.get(user) ?? '', quote: '' };
}

/** Keeps what comes of a promise instead of it. */
function noted(made: Made): Made {
  if (made.body instanceof Promise)
    made.body.then(
      (body) => void (made.body = body),
      () => {},
    );
  return made;
}

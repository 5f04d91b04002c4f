import { completeContent, PROTOCOL_VERSION, toPosthornError } from '@posthorn/protocol';
import type { Parting, ProtocolHost, ProtocolSession } from '../../../src/protocols/protocol.ts';
import { line, Lines } from './wire.ts';

/** `token TOKEN` logs in, `lobby TEXT` says something to everyone. */
export class SaySession implements ProtocolSession {
  readonly #host: ProtocolHost;
  readonly #greeting: string;
  readonly #lines = new Lines();
  #lobby = 0;
  #said = 0;

  constructor(host: ProtocolHost, greeting: string) {
    this.#host = host;
    this.#greeting = greeting;
  }

  receive(bytes: Uint8Array): void {
    this.#lines.push(bytes, (word, rest) => {
      const done = word === 'token' ? this.#login(rest) : this.#say(rest);
      done.catch((error: unknown) => this.#host.end(toPosthornError(error)));
    });
  }

  goodbye({ error }: Parting): Uint8Array {
    return line('bye', error.code);
  }

  async #login(token: string): Promise<void> {
    const client = { version: PROTOCOL_VERSION, client: 'say' };
    await this.#host.request({ case: 'hello', value: client });
    const reply = await this.#host.request({ case: 'attach', value: { token } });
    if (reply.case !== 'attached') return;
    this.#lobby = reply.value.lobby ?? 0;
    this.#host.write(line(this.#greeting, reply.value.user?.name ?? ''));
  }

  async #say(text: string): Promise<void> {
    const content = completeContent({ text });
    const target = { case: 'conversation', value: this.#lobby } as const;
    const clientId = `say-${this.#lobby}-${(this.#said += 1)}`;
    const reply = await this.#host.request({ case: 'send', value: { clientId, order: 0, content, target } });
    if (reply.case === 'ack') this.#host.write(line('ok', reply.value.seq ?? 0));
  }
}

/**
 * Somebody in a transcript who comes by CIM's wire and only listens.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { callCim, CimConnection } from './cim-client.ts';

export class CimListener {
  readonly #wire: CimConnection;
  #taken = 0;

  private constructor(wire: CimConnection) {
    this.#wire = wire;
  }

  /** Resolves when the server counts them as online. */
  static async come(url: string, userName: string): Promise<CimListener> {
    const { dataBody } = await callCim(url, '/registerAccount', { userName });
    const { userId } = dataBody as { readonly userId: number };
    const login = await callCim(url, '/login', { userId, userName });
    assert.equal(login.code, '9000', login.message);
    const { cimServerPort } = login.dataBody as { readonly cimServerPort: number };
    const wire = await CimConnection.login(cimServerPort, userId, userName);
    for (;;) {
      assert.ok(!wire.isClosed, 'the login was refused');
      const online = (await callCim(url, '/onlineUser')).dataBody as readonly { readonly userId: number }[];
      if (online.some((user) => user.userId === userId)) return new CimListener(wire);
    }
  }

  /** The next text, and who has sent it; events are passed over. */
  async next(): Promise<readonly [sender: number, text: string]> {
    for (;;) {
      await this.#wire.until(() => this.#texts.length > this.#taken);
      const next = this.#texts[this.#taken++];
      assert.ok(next !== undefined);
      if (!next[1].startsWith('[')) return next;
    }
  }

  leave(): void {
    this.#wire.close();
  }

  get #texts(): readonly (readonly [number, string])[] {
    return this.#wire.received.flatMap(({ text, batch, properties }) => {
      const sender = Number(properties['sendUserId'] ?? 0);
      const texts = batch.length > 0 ? batch : [text];
      return sender === 0 ? [] : texts.map((each) => [sender, each] as const);
    });
  }
}

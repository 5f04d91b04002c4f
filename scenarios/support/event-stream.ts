/**
 * Reads Server-Sent Events.
 *
 * @module
 */
import assert from 'node:assert/strict';

export interface StreamEvent {
  readonly type: string;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export class EventStream {
  readonly #abort = new AbortController();
  readonly #events: AsyncGenerator<StreamEvent>;

  private constructor(response: Response) {
    assert.ok(response.body !== null);
    this.#events = read(response.body);
  }

  /** Rejects when the server refuses. An empty token sends none. */
  static async open(url: string, token: string, lastEventId?: string): Promise<EventStream> {
    const abort = new AbortController();
    const response = await fetch(url, {
      signal: abort.signal,
      headers: {
        ...(token !== '' && { authorization: `Bearer ${token}` }),
        ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
      },
    });
    assert.equal(response.status, 200);
    const stream = new EventStream(response);
    stream.#abort.signal.addEventListener('abort', () => abort.abort());
    return stream;
  }

  /** The next event of a type; others are passed over. */
  async next(type: string): Promise<StreamEvent> {
    for (;;) {
      const { value, done } = await this.#events.next();
      assert.ok(done !== true, `the stream ended before ${type}`);
      if (value.type === type) return value;
    }
  }

  close(): void {
    this.#abort.abort();
  }
}

async function* read(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder();
  let text = '';
  let id = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = new Map(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]),
      );
      text = text.slice(end + 2);
      id = fields.get('id') ?? id;
      const data = fields.get('data');
      if (data !== undefined) {
        yield { type: fields.get('event') ?? 'message', id, data: JSON.parse(data) as StreamEvent['data'] };
      }
    }
  }
}

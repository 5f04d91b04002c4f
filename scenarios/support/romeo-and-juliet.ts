/** A server, and Romeo and Juliet who only have HTTP. */
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';

export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

export class RomeoAndJuliet {
  readonly place: InProcess;
  /** Their tokens. */
  readonly romeo: string;
  readonly juliet: string;

  private constructor(place: InProcess, [romeo, juliet]: readonly [string, string]) {
    this.place = place;
    this.romeo = romeo;
    this.juliet = juliet;
  }

  static async open(): Promise<RomeoAndJuliet> {
    const place = await startInProcess({ origins: ['https://chat.example.com'], loginPolicy: 'multi' });
    const register = async (name: string): Promise<string> => {
      const { body } = await callAt(place, 'POST', '/v1/register', '', { name, password: 'pw' });
      return (body as { token: string }).token;
    };
    return new RomeoAndJuliet(place, [await register('romeo'), await register('juliet')]);
  }

  close(): Promise<void> {
    return this.place.server.close();
  }
}

/** A request with a token, or '' for none. */
export async function callAt(
  { httpUrl }: Pick<InProcess, 'httpUrl'>,
  method: string,
  path: string,
  token: string,
  json?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpAnswer> {
  const response = await fetch(httpUrl + path, {
    method,
    headers: {
      ...(token !== '' && { authorization: `Bearer ${token}` }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

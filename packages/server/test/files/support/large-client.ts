/**
 * A client that goes on with an upload until all is there, whatever breaks. A process of its own, so that it can be killed.
 *
 * @module
 */
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { keystream } from './keystream.ts';

const [url = '', token = '', length = ''] = process.argv.slice(2);
const bytes = Number(length);
const headers = { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' };

async function offset(): Promise<number> {
  const response = await fetch(url, { method: 'HEAD', headers });
  if (response.status !== 200) throw new Error(`HEAD: ${response.status}`);
  return Number(response.headers.get('upload-offset'));
}

async function goOn(from: number): Promise<void> {
  const response = await fetch(url, {
    method: 'PATCH',
    headers: {
      ...headers,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(from),
    },
    body: Readable.toWeb(Readable.from(keystream(from, bytes), { highWaterMark: 2 })),
    duplex: 'half',
  } as unknown as RequestInit);
  if (response.status !== 204) throw new Error(`PATCH: ${response.status}`);
}

for (;;) {
  try {
    const from = await offset();
    if (from === bytes) break;
    await goOn(from);
  } catch {
    await pause(200);
  }
}

/** Resumable uploads, asked as a program would: tus 1.0, clause by clause. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { begin, FilesPlace, send, TUS } from './support/place.ts';
import type { Person } from './support/place.ts';

let place: FilesPlace;
let ann: Person;

before(async () => {
  place = await FilesPlace.open({ maxFile: 1_048_576, fileTypesForbidden: ['image/svg+xml'] });
  ann = await place.join('ann');
});

after(() => place[Symbol.asyncDispose]());

describe('tus: the core', () => {
  it('takes a file in pieces, and makes it ready', async () => {
    const path = await begin(ann, 11, { filename: 'hello.txt', filetype: 'text/plain', alt: 'a greeting' });
    const first = await send(ann, path, 0, 'hello ');
    assert.equal(first.status, 204, first.text);
    assert.equal(first.headers.get('upload-offset'), '6');
    assert.equal(first.headers.get('tus-resumable'), '1.0.0');
    const head = await ann.ask('HEAD', path, { headers: TUS });
    assert.equal(head.status, 200);
    assert.equal(head.headers.get('upload-offset'), '6');
    assert.equal(head.headers.get('upload-length'), '11');
    assert.equal(head.headers.get('cache-control'), 'no-store');
    const second = await send(ann, path, 6, 'world');
    assert.equal(second.headers.get('upload-offset'), '11');
    const { json } = await ann.ask('GET', `${path}?wait=10`);
    assert.equal(json['state'], 'ready');
    const { id, name, type, bytes, alt } = json['attachment'] as Record<string, unknown>;
    assert.deepEqual(
      { path: `/v1/uploads/${String(id)}`, name, type, bytes, alt },
      { path, name: 'hello.txt', type: 'text/plain', bytes: 11, alt: 'a greeting' },
    );
    const file = await ann.ask('GET', `/v1/files/${String(id)}`);
    assert.equal(file.text, 'hello world');
  });
});

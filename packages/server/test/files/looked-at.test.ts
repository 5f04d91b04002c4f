import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { chunk, latin1, PLACE, png, tiff } from './media/samples.ts';
import { FilesPlace } from '@posthorn/testing/files-place';
import type { Answer, Person } from '@posthorn/testing/files-place';

const TYPED = { 'content-type': 'image/png' };

function post(person: Person, name: string, body: Uint8Array): Promise<Answer> {
  return person.ask('POST', `/v1/files?name=${name}`, { headers: TYPED, body });
}

describe('a picture that is sent', () => {
  it('loses its place before anybody can load it, and has a thumbnail', async () => {
    await using place = await FilesPlace.open();
    const romeo = await place.join('romeo');
    const original = png(400, 100, [chunk('eXIf', tiff(6)), chunk('tEXt', latin1(`Comment\0${PLACE}`))]);
    const { status, json, text } = await post(romeo, 'balcony.png', original);
    assert.equal(status, 201, text);
    const { id, type, width, height, bytes, thumbnails } = json;
    assert.deepEqual([type, width, height, thumbnails], ['image/png', 100, 400, [320]]);
    const path = `/v1/files/${String(id)}`;
    const response = await fetch(`${place.httpUrl}${path}`, {
      headers: { authorization: `Bearer ${romeo.token}` },
    });
    const kept = Buffer.from(await response.arrayBuffer());
    assert.equal(kept.length, bytes);
    assert.ok(!kept.includes(PLACE) && kept.length < original.length);
    // The original is nowhere.
    const { items } = await place.blobs.list({ limit: 100 });
    assert.ok(items.length > 0 && !items.some((blob) => blob.bytes === original.length));
    const small = await romeo.ask('GET', `${path}?size=320`);
    assert.deepEqual([small.status, small.headers.get('content-type')], [200, 'image/jpeg']);
  });

  it('stays as it is where the operator says so', async () => {
    await using place = await FilesPlace.open({ stripLocation: false, thumbnails: false });
    const original = png(400, 100, [chunk('tEXt', latin1(PLACE))]);
    const { json } = await post(await place.join('romeo'), 'balcony.png', original);
    assert.deepEqual([json['bytes'], json['thumbnails'] ?? []], [original.length, []]);
  });

  it('that is an SVG with a script is a file to be saved', async () => {
    await using place = await FilesPlace.open();
    const romeo = await place.join('romeo');
    const svg = latin1('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const { json } = await post(romeo, 'rose.png', svg);
    const { headers } = await romeo.ask('GET', `/v1/files/${String(json['id'])}`);
    assert.match(headers.get('content-disposition') ?? '', /^attachment/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.match(headers.get('content-security-policy') ?? '', /sandbox|default-src 'none'/);
  });
});

describe('a file that the scanner does not like', () => {
  it('is refused', async () => {
    await using place = await FilesPlace.open();
    const scanner = join(place.folder, 'scan');
    writeFileSync(scanner, '#!/bin/sh\ngrep -q poison "$1" || exit 0\necho Poison; exit 1\n');
    chmodSync(scanner, 0o700);
    await using strict = await FilesPlace.open({ scanFiles: scanner });
    const romeo = await strict.join('romeo');
    const refused = await post(romeo, 'vial.txt', latin1('poison'));
    assert.equal(refused.status, 422);
    assert.equal((refused.json['error'] as { readonly code: string }).code, 'INVALID');
    assert.match(refused.text, /Poison/);
    assert.equal((await post(romeo, 'letter.txt', latin1('but soft'))).status, 201);
  });
});

/** Files in the full-screen chat, as somebody sees them who sits before it, against a real server. */
import '../support/colours.ts';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { files } from '@posthorn/client/files';
import { connect } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { Chat } from '../../src/chat/chat.ts';
import { ruleResponder } from '../../src/chat/responder.ts';
import { FakeTerminal, KEYS } from '../support/fake-terminal.ts';

const NOTE = 'But soft, what light through yonder window breaks?';
const WINDOW = { columns: 100, rows: 30, colourBits: 24 };
/** Of a red picture, with the escape that the screen puts between its colours. */
const RED = /38;2;255;0;0m.{0,2}48;2;255;0;0m▀/;

let directory = '';
let place: InProcess;
let juliet: Client;
let romeo: Client;
let chat: Chat;
let screen: FakeTerminal;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'posthorn-chat-files-'));
  const kept = { kind: 'directory', directory: join(directory, 'blobs') } as const;
  place = await startInProcess({ files: kept, thumbnails: false, loginPolicy: 'multi' });
  juliet = await online('juliet');
  romeo = await online('romeo', (client) => {
    chat = new Chat({ client, responder: ruleResponder(), signal: new AbortController().signal });
  });
  screen = new FakeTerminal(chat, WINDOW);
  await screen.shows(/📯 Lobby .*romeo · online/);
  for (const name of ['notes.txt', 'a note.txt']) await writeFile(join(directory, name), NOTE);
});

after(async () => {
  screen.close();
  chat.close();
  await Promise.all([romeo.close(), juliet.close()]);
  await place.server.close();
  await rm(directory, { recursive: true });
});

async function online(user: string, started: (client: Client) => void = () => {}): Promise<Client> {
  const client = await connect({ server: place.httpUrl, user, password: 'pw', register: true });
  started(client);
  await new Promise<void>((resolve) => client.on('synced', resolve));
  return client;
}

it('files are attached, drawn, saved and shown', async () => {
  await screen.type(`:attach "${directory}/a note.txt" ${directory}/notes.txt for you`, KEYS.enter);
  await screen.shows(/romeo: for you ✓[^]*1 📎 a note\.txt · 50 bytes · text\/plain/);
  await screen.shows(/2 📎 notes\.txt/);
  // The server looks at pictures for as long as the machine is busy with something else.
  const own = files(juliet);
  const picture = await own.upload(redPng(64, 32), { name: 'a picture.png' }).done;
  const notes = await own.upload(Buffer.from(NOTE), { name: 'notes.txt' }).done;
  await juliet.send({ conversation: chat.state.openId }, 'look', { attachments: [picture, notes] }).done;
  await screen.shows(/juliet: look[^]*1 🖼 a picture\.png · .* · image\/png · 64 × 32/);
  await screen.until(() => RED.test(screen.picture), 'shows a red picture');
  await screen.type(`:save last ${directory}/blobs`, KEYS.enter);
  await screen.shows(/Saved as .*\/blobs\/a picture\.png\.[^]*Saved as .*notes\.txt\./);
  assert.deepEqual(await readFile(join(directory, 'blobs', 'a picture.png')), redPng(64, 32));
  await screen.type(`:save last.2 ${directory}/blobs/notes.txt`, KEYS.enter);
  await screen.shows(/notes\.txt is there already/);
  await screen.type(`:save last.2 ${directory}/blobs`, KEYS.enter);
  await screen.shows(/notes \(2\)\.txt/);
  const shown = new Promise<string>((resolve) => {
    screen.show = async ({ title, pixels }) => resolve(`${title}, ${pixels.width} × ${pixels.height}`);
  });
  await screen.type(':view last', KEYS.enter);
  assert.match(await shown, /^a picture\.png · .*, 64 × 32$/);
  await screen.type(':pictures off', KEYS.enter);
  await screen.until(() => !RED.test(screen.picture), 'shows no pictures');
  await screen.type(':pictures on', KEYS.enter);
});

it('an upload can be ended, and what is no file is said', async () => {
  await writeFile(join(directory, 'large.bin'), randomBytes(40_000_000));
  await screen.type(`:attach ${directory}/large.bin`, KEYS.enter);
  await screen.shows(/large\.bin · 40 MB · \d+ % of 40 MB/);
  await screen.type(':cancel', KEYS.enter);
  await screen.shows(/1 transfer ended[^]*That was not sent/);
  await screen.shows(/romeo: +✗/);
  await screen.type(':attach /none/such', KEYS.enter);
  await screen.shows(/the first PATH is no file/);
});

it('the name of somebody else is harmless, on the screen and on the disk', async () => {
  const { done } = files(juliet).upload(new TextEncoder().encode('#!/bin/sh'), { name: 'x\u202Efdp.sh' });
  await juliet.send({ conversation: chat.state.openId }, '', { attachments: [await done] }).done;
  await screen.shows(/juliet:[^]*📎 x[^\u202E]*fdp\.sh/);
  assert.doesNotMatch(screen.text, /\u202E/);
  await screen.type(`:save last ${directory}`, KEYS.enter);
  await screen.shows(/Saved as .*x.*fdp\.sh/);
  assert.ok((await readdir(directory)).every((name) => !name.includes('\u202E')));
});

it('a path that is pasted may be meant as the file: Tab says so', async () => {
  const path = join(directory, 'a note.txt').replaceAll(' ', '\\ ');
  await screen.type(`\u001B[200~${path}\u001B[201~`);
  await screen.shows(/send a note\.txt/);
  await screen.type(KEYS.tab);
  await screen.shows(/> :attach .*a\\ note\.txt/);
  await screen.type('dropped', KEYS.enter);
  await screen.shows(/romeo: dropped ✓/);
  await screen.type(`:attach ${directory}/not`);
  await screen.shows(/notes\.txt/);
  await screen.type(KEYS.tab, ' by Tab', KEYS.enter);
  await screen.shows(/romeo: by Tab ✓/);
});

/** A PNG of one colour (https://www.w3.org/TR/png-3/). */
function redPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(width * 3, Buffer.of(255, 0, 0))]);
  const rows = deflateSync(Buffer.concat(Array<Buffer>(height).fill(row)));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

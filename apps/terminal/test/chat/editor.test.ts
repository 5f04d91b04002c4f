import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { editText } from '../../src/chat/editor.ts';

describe('the user’s editor', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'posthorn-editor-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function edited(text: string, script: string): Promise<string> {
    const editor = join(folder, 'an editor');
    await writeFile(editor, `#!/bin/sh\n${script}\n`);
    await chmod(editor, 0o700);
    const env = { PATH: process.env['PATH'], EDITOR: `"${editor}" --wait`, FOLDER: folder };
    return editText(text, { env, signal: new AbortController().signal });
  }

  it('gets its options and the text, in a file that nobody else can read and that does not stay', async () => {
    const script =
      'printf "%s" "$2" > "$FOLDER/path"; stat -c %a "$(dirname "$2")" > "$FOLDER/mode"; echo " soft" >> "$2"';
    assert.equal(await edited('But', script), 'But soft');
    assert.equal(await readFile(join(folder, 'mode'), 'utf8'), '700\n');
    const path = await readFile(join(folder, 'path'), 'utf8');
    assert.ok(!existsSync(dirname(path)));
    assert.ok(statSync(folder).isDirectory());
  });

  it('that fails is told of', async () => {
    await assert.rejects(edited('But', 'exit 3'), /has failed/);
  });
});

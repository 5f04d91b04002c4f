/**
 * The user's own editor, for long texts.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Opens the text in $VISUAL, $EDITOR or vi, on this terminal. Resolves with what was saved, without blank lines at its end.
 * Rejects when the editor fails.
 */
export async function editText(
  text: string,
  { env, signal }: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<string> {
  const editor = env['VISUAL'] || env['EDITOR'] || 'vi';
  // Nobody else may read it (mkdtemp makes the folder so).
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-'));
  const file = join(folder, 'message.md');
  try {
    await writeFile(file, text);
    // By the shell: the variable may have options in it, as in "code --wait".
    const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit', env, signal });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`"${editor}" has failed; the text is as it was.`);
    return (await readFile(file, 'utf8')).trimEnd();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

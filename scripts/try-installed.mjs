// Whether packed tarballs work where nothing else is: they are installed into an empty directory, and used.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const WORDS = 'O, speak again, bright angel!';

/**
 * Installs tarballs into a new directory.
 *
 * @param {string} directory made by this
 * @param {readonly string[]} tarballs paths; together all of our packages that they need
 */
export async function installInto(directory, tarballs) {
  await mkdir(directory);
  await writeFile(join(directory, 'package.json'), '{"private":true,"type":"module"}');
  // What `npm ci` has fetched for the repository need not be fetched again.
  const options = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await execute('npm', ['install', ...options, ...tarballs], { cwd: directory });
}

/**
 * Starts the `posthorn` that is installed in a directory, asks whether it is healthy and has its page, sends a message by `posthorn send`
 * and reads it back, and stops it.
 *
 * @param {string} directory
 * @returns {Promise<string>} what `posthorn version` says
 * @throws {Error} for whatever does not go as it should
 */
export async function tryPosthorn(directory) {
  const posthorn = join(directory, 'node_modules/.bin/posthorn');
  const run = async (...args) => {
    const { stdout } = await execute(process.execPath, [posthorn, ...args], { cwd: directory });
    return stdout.trim();
  };
  const options = ['--json', '--data', 'data', '--http', '0', '--tcp', '0', '--log-level', 'warn'];
  const server = spawn(process.execPath, [posthorn, 'start', ...options], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(server, 'exit');
  try {
    const lines = createInterface({ input: server.stdout });
    const [line] = await Promise.race([once(lines, 'line'), exited.then(() => [''])]);
    if (line === '') throw new Error('posthorn start ended at once.');
    const url = `http://127.0.0.1:${JSON.parse(line).http}`;
    const { status } = await fetch(`${url}/healthz`);
    if (status !== 200) throw new Error(`/healthz answers ${status}.`);
    await tryPage(url);
    const as = ['--server', url, '--user', 'romeo', '--password', 'But, soft!', '--json'];
    await run('register', ...as);
    const { conversation, seq } = JSON.parse(await run('send', '--group', '1', WORDS, ...as));
    const place = ['--group', String(conversation), '--after', String(seq - 1)];
    const { text } = JSON.parse(await run('history', ...place, ...as));
    if (text !== WORDS) throw new Error(`posthorn history answers ${JSON.stringify(text)}.`);
    server.kill('SIGTERM');
    const [code] = await exited;
    if (code !== 0) throw new Error(`After SIGTERM it ended with exit code ${code}.`);
    return await run('version');
  } finally {
    server.kill('SIGKILL');
  }
}

/** The page and the script that it begins with. */
async function tryPage(url) {
  const page = await fetch(url);
  const html = await page.text();
  const script = /<script type="module"[^>]* src="([^"]+)"/.exec(html)?.[1];
  if (page.status !== 200 || script === undefined) throw new Error(`/ answers ${page.status}: ${html}`);
  const { status, headers } = await fetch(new URL(script, `${url}/`));
  const type = headers.get('content-type') ?? '';
  if (status !== 200 || !type.startsWith('text/javascript')) throw new Error(`${script} answers ${status}.`);
}

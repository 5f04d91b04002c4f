// `npm start`: installs what is missing, then runs `posthorn start` with the arguments it was given.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './child.mjs';
import { ensureInstalled } from './install.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

try {
  const node = await ensureInstalled(ROOT);
  const launcher = join(ROOT, 'packages/server/bin/posthorn.js');
  process.exitCode = await run(node, [launcher, 'start', ...process.argv.slice(2)]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

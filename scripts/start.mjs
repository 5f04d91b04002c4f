// `npm start`: installs what is missing, then runs `posthorn start` with the arguments it was given.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './child.mjs';
import { ensureInstalled } from './install.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

try {
  const node = await ensureInstalled(ROOT);
  const launcher = join(ROOT, 'apps/cli/bin/posthorn.js');
  process.exitCode = await run(node, [launcher, 'start', ...process.argv.slice(2)], {
    // As the launcher does: when we are killed, the server ends too.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, POSTHORN_RELAUNCHED: '1' },
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

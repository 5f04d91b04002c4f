// `npm run bench -- …`: installs what is missing, then runs `posthorn bench …` with the pinned Node.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './child.mjs';
import { ensureInstalled } from './install.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

try {
  const node = await ensureInstalled(ROOT);
  process.exitCode = await run(node, [
    join(ROOT, 'apps/cli/bin/posthorn.js'),
    'bench',
    ...process.argv.slice(2),
  ]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

// `npm run bench:peers -- …`: installs what is missing, the peers too where we may, then runs the comparison.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { ensurePackages, PEER_PACKAGES } from './system.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

try {
  const node = await ensureInstalled(ROOT);
  await ensurePackages(PEER_PACKAGES);
  process.exitCode = await run(node, [join(ROOT, 'bench/peers/src/main.ts'), ...process.argv.slice(2)]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

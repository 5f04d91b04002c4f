// `npm run dev:cluster`: installs what is missing, then runs a cluster of this repository's sources until Ctrl+C.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './child.mjs';
import { ensureInstalled } from './install.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MODULE = join(ROOT, 'packages/testing/src/dev-cluster.ts');
const CODE = `
  const { runDevCluster } = await import(${JSON.stringify(MODULE)});
  process.exitCode = await runDevCluster(process.argv.slice(1));
  if (process.channel) process.disconnect();`;

try {
  const node = await ensureInstalled(ROOT);
  process.exitCode = await run(
    node,
    ['--input-type=module', '--eval', CODE, '--', ...process.argv.slice(2)],
    {
      // A group of its own: Ctrl+C must reach the nodes before the bus and the database that they need to drain.
      detached: true,
      // When we are killed, the cluster ends too.
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

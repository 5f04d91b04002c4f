// `npm run dev [-- options of posthorn start]`: a server that starts again when its sources change, on data that stays.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { runAndRestart } from './restarting.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['packages/server/src', 'packages/server/assets', 'packages/protocol/src', 'apps/cli'];

try {
  const node = await ensureInstalled(ROOT);
  const given = process.argv.slice(2);
  const isGiven = (name) => given.some((each) => each === name || each.startsWith(`${name}=`));
  const options = [
    ...(isGiven('--data') ? [] : [`--data=${join(ROOT, 'data/dev')}`]),
    // Clients come back at once.
    ...(isGiven('--drain-window') ? [] : ['--drain-window=0s']),
    ...given,
  ];
  process.exitCode = await runAndRestart(
    [node, join(ROOT, 'apps/cli/bin/posthorn.js'), 'start', ...options],
    {
      folders: FOLDERS.map((folder) => join(ROOT, folder)),
      isSource: (path) =>
        !path.endsWith('.test.ts') && !path.includes('node_modules') && !/(^|\/)dist\//.test(path),
      say: (sentence) => console.log(`\n── ${sentence}`),
    },
  );
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

/**
 * Loaded into a server first (`node --import`). On SIGUSR2 it shifts the server's wall clock by the offset in a file.
 * Timers and durations continue unchanged, as when somebody sets a machine's clock.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const path = process.env['POSTHORN_VERIFY_CLOCK'];

if (path !== undefined) {
  const TrueDate = globalThis.Date;
  let offsetMs = readOffset(path);
  const now = (): number => TrueDate.now() + offsetMs;
  globalThis.Date = new Proxy(TrueDate, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  });
  if (isMainThread) process.on('SIGUSR2', () => (offsetMs = readOffset(path)));
}

function readOffset(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    // Not shifted yet.
    return 0;
  }
}

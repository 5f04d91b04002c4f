// A program that is started again whenever a file below some folders changes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { constants } from 'node:os';

/** Editors write a file in several steps. */
const SETTLE_MS = 100;
/** A program that drains gets a second SIGTERM after this long, and SIGKILL after twice that. */
const PATIENCE_MS = 2000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program on our own stdio, starts it again when a file changes, and waits for a change when it ends by itself.
 * Ends with the program when we are told to.
 *
 * @param {readonly string[]} command the program and its arguments
 * @param {object} options
 * @param {readonly string[]} options.folders watched with all below them
 * @param {(path: string) => boolean} options.isSource whether a change of this file counts
 * @param {(sentence: string) => void} options.say
 * @param {NodeJS.ProcessEnv} [options.env]
 * @returns {Promise<number>} the program's exit code when we were told to end
 */
export async function runAndRestart(command, { folders, isSource, say, env = process.env }) {
  const changes = new Changes(folders, isSource);
  let isEnding = false;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  const end = (signal) => {
    isEnding = true;
    changes.wake();
    // A terminal's Ctrl+C reaches the whole group: forwarding it would make it two.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child?.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  let code = 0;
  while (!isEnding) {
    const running = start(command, env);
    child = running.child;
    const changed = await Promise.race([changes.next(), running.ended.then(() => undefined)]);
    if (changed !== undefined && !isEnding) {
      say(`${changed} has changed: starting again.`);
      await stop(running);
      continue;
    }
    code = await running.ended;
    child = undefined;
    if (isEnding) break;
    say(`It has ended with exit code ${code}. It is started again when a file changes.`);
    await changes.next();
  }
  for (const signal of SIGNALS) process.off(signal, end);
  changes.close();
  return code;
}

/**
 * @param {readonly string[]} command
 * @param {NodeJS.ProcessEnv} env
 */
function start(command, env) {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    // The launcher ends when the channel does: when we are killed, so is the program.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...env, POSTHORN_RELAUNCHED: '1' },
  });
  const ended = once(child, 'exit').then(([code, signal]) =>
    signal === null ? code : 128 + constants.signals[signal],
  );
  return { child, ended };
}

async function stop({ child, ended }) {
  child.kill('SIGTERM');
  const again = setTimeout(() => child.kill('SIGTERM'), PATIENCE_MS);
  const kill = setTimeout(() => child.kill('SIGKILL'), 2 * PATIENCE_MS);
  await ended;
  clearTimeout(again);
  clearTimeout(kill);
}

class Changes {
  /** @readonly */
  #watchers;
  /** @type {((path: string | undefined) => void) | undefined} */
  #waiting;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  constructor(folders, isSource) {
    this.#watchers = folders.map((folder) =>
      watch(folder, { recursive: true }, (_event, path) => {
        if (path === null || !isSource(path)) return;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#wakeWith(path), SETTLE_MS);
      }),
    );
  }

  /** Resolves with the path of the next file that changes; undefined after {@link wake}. */
  next() {
    return new Promise((resolve) => (this.#waiting = resolve));
  }

  wake() {
    this.#wakeWith(undefined);
  }

  close() {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) watcher.close();
  }

  #wakeWith(path) {
    this.#waiting?.(path);
    this.#waiting = undefined;
  }
}

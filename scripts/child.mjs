// Child processes of the scripts in this folder. Plain JavaScript for Node 20: these scripts run before
// anything is installed.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program on our own stdio until it ends, and passes on to it the signals that we get.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; as in a shell, 128 + the signal's number when a signal ended it,
 *   and 127 when it cannot be started
 */
export function run(program, args, options = {}) {
  const child = spawn(program, args, { stdio: 'inherit', ...options });
  const forward = (signal) => {
    // A terminal's Ctrl+C reaches the whole group: forwarding it would make it two. A detached child has its own.
    if (signal !== 'SIGINT' || !process.stdin.isTTY || options.detached) child.kill(signal);
  };
  for (const signal of FORWARDED_SIGNALS) process.on(signal, forward);
  return new Promise((resolve) => {
    const end = (code) => {
      for (const signal of FORWARDED_SIGNALS) process.off(signal, forward);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(`Cannot run ${program}: ${error.message}`);
      end(127);
    });
    child.on('exit', (code, signal) => end(signal === null ? code : 128 + constants.signals[signal]));
  });
}

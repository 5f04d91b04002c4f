/**
 * All attacks at once, in a process of its own that yields to every other one: `attacker.ts HTTP TCP VICTIM
 * ACCOUNTS`, with the ports, the id of a user to be attacked, and the attackers' accounts as JSON. stdout: a line
 * when they have begun. The end of stdin ends them.
 *
 * @module
 */
import { setPriority } from 'node:os';
import { ATTACKS } from './attacks/attacks.ts';
import { Field } from './attacks/field.ts';
import type { Seeded } from './seed.ts';

const LEAST_PRIORITY = 19;

const [http, tcp, victim, accounts = '[]'] = process.argv.slice(2);
// What is measured is how the server does, not how two loads share a core.
setPriority(LEAST_PRIORITY);
const field = new Field({
  http: Number(http),
  tcp: Number(tcp),
  victim: Number(victim),
  accounts: JSON.parse(accounts) as readonly Seeded[],
});
for (const { run } of ATTACKS) void run(field);
process.stdout.write('{"begun":true}\n');
process.stdin.resume().on('end', () => process.exit(0));

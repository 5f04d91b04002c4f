/**
 * A process that serves shared database servers: prints the path of its socket, and ends, with all that it has
 * started, when its standard input does. So they go with whoever started it, however that ends.
 *
 * @module
 */
import { SharedServices } from './shared.ts';

const shared = await SharedServices.serve();
process.stdout.write(`${shared.socketPath}\n`);
process.stdin.resume();
process.stdin.once('close', () => void shared.close());

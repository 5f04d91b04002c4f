/**
 * Node's HTTP module, loaded without fetch. `import … from 'node:http'` would read all exports, including lazy ones of
 * fetch, and so load 14 MB. Loaded this way, nothing is read before its use.
 *
 * @module
 */

export const http = process.getBuiltinModule('node:http');

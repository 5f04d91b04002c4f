/**
 * Node's HTTP module. `import … from 'node:http'` reads all its exports, among them lazy ones of the fetch
 * implementation, which loads that with 14 MB of memory; asked for like this nothing is loaded before its use.
 *
 * @module
 */

export const http = process.getBuiltinModule('node:http');

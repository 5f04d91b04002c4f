// Loaded into each process that runs a test file. Node's test runner keeps track of which test has begun what with a hook for every
// promise and its end, which took a third of the processor time of tests that work much with promises. An AsyncLocalStorage tells the
// same, and costs nothing for a promise. Where Node's runner is another one, everything stays as it is.
import asyncHooks, { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';

const { createHook, executionAsyncId } = asyncHooks;
const runInAsyncScope = Reflect.get(AsyncResource.prototype, 'runInAsyncScope');
/** The id of the test or suite that has begun what runs now. */
const current = new AsyncLocalStorage();

/** The runner takes these when it is loaded. Its hook is the one that keeps tests by id. */
asyncHooks.createHook = (callbacks) => {
  if (!callbacks.init?.toString().includes('testResources')) return createHook(callbacks);
  const know = (id, test) => callbacks.init?.(id, 'Test', 0, test);
  Reflect.set(AsyncResource.prototype, 'runInAsyncScope', scopeWith(know));
  const hook = { enable: () => hook, disable: () => hook };
  return hook;
};

asyncHooks.executionAsyncId = () => current.getStore() ?? executionAsyncId();

/** `know`: makes a test known by its id. */
function scopeWith(know) {
  /** @this {AsyncResource} */
  return function (work, self, ...given) {
    if (!('reportedType' in this)) return runInAsyncScope.call(this, work, self, ...given);
    const id = this.asyncId();
    know(id, this);
    const inside = () => current.run(id, () => Reflect.apply(work, self, given));
    return runInAsyncScope.call(this, inside);
  };
}

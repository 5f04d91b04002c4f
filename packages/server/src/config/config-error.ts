/**
 * What is wrong with a configuration.
 *
 * @module
 */

/** Its message is a sentence that says what to change. */
export class ConfigError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ConfigError';
  }
}

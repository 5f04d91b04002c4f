/**
 * Errors in a configuration.
 *
 * @module
 */

/** Its message says what to change. */
export class ConfigError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ConfigError';
  }
}

/** The version of this engine: a stored analysis is repeated when it changes. */
export const ENGINE_VERSION = '0.1.0';

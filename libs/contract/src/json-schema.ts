import type { z } from 'zod';

interface Conversion {
  readonly io: 'input';
  readonly override: (context: { jsonSchema: z.core.JSONSchema.BaseSchema }) => void;
}

/**
 * How a wire shape becomes a JSON Schema: open to new fields (a reader must not break on them), and without the
 * `readOnly` that TypeScript's `readonly` would put on every part of it.
 */
export const CONVERSION: Conversion = {
  io: 'input',
  override: ({ jsonSchema }) => {
    delete jsonSchema.readOnly;
  },
};

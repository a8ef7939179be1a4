import { UnsupportedMediaType } from '@waymark/contract';

export type BodyFormat = 'yaml' | 'json' | 'ndjson' | 'tar' | 'unknown';

/** What a Content-Type says about the body; gzip says nothing about what is inside. */
const FORMATS: Readonly<Record<string, BodyFormat>> = {
  'application/yaml': 'yaml',
  'application/x-yaml': 'yaml',
  'text/yaml': 'yaml',
  'text/x-yaml': 'yaml',
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'application/x-tar': 'tar',
  'application/tar': 'tar',
  'application/gzip': 'unknown',
  'application/x-gzip': 'unknown',
  'application/octet-stream': 'unknown',
};

export const MANIFEST_MEDIA_TYPES = Object.keys(FORMATS);

/**
 * The format that a Content-Type names. Throws UnsupportedMediaType for every other, also for those that a web page
 * may send without asking (forms, text/plain).
 */
export function formatOf(contentType: string | undefined): BodyFormat {
  const essence = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const format = Object.hasOwn(FORMATS, essence) ? FORMATS[essence] : undefined;
  if (format === undefined) throw new UnsupportedMediaType(contentType, MANIFEST_MEDIA_TYPES);
  return format;
}

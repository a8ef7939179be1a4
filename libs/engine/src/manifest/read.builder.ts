import { readManifests, type InputFile, type ReadLimits, type ReadResult } from './read.js';
import { encodeUtf8 } from './utf8.js';

// Short words for the specs of the reader.

export const file = (name: string, text: string): InputFile => ({ name, bytes: encodeUtf8(text) });

export const read = (text: string, limits: Partial<ReadLimits> = {}, name = 'a.yaml'): ReadResult =>
  readManifests([file(name, text)], limits);

export const names = ({ manifests }: ReadResult): string[] => manifests.map(({ name }) => name);

/** `REASON:line` of everything that was skipped. */
export const faults = ({ skipped }: ReadResult): string[] => skipped.map(({ reason, line }) => `${reason}:${line}`);

/** A Service of four lines. */
export const service = (name: string): string => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`;

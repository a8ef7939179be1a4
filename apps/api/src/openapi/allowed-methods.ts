import { openApiDocument } from './document.js';

/** `/v1/snapshots/{id}` as a pattern for paths. */
const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`);

const methodsByPattern = Object.entries(openApiDocument.paths).map(([path, operations]) => ({
  pattern: patternOf(path),
  methods: Object.keys(operations).map((method) => method.toUpperCase()),
}));

/** The methods that the path answers; empty for a path that there is not. */
export const allowedMethods = (path: string): readonly string[] =>
  methodsByPattern.find(({ pattern }) => pattern.test(path))?.methods ?? [];

import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { isFields } from '../../model/narrow.js';
import { patternTest } from './pattern.js';

const LIMITS = { maxAstNodes: 2000, maxDepth: 60, maxListElements: 500, maxMapEntries: 500, maxCallArguments: 16 };
const LOOPS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);
/** A value bound to a name can double with each binding. */
const MOST_BINDINGS = 4;

class Url {
  constructor(
    readonly scheme: string,
    readonly host: string,
  ) {}
}

const URL_TEXT = /^([a-z][a-z0-9+.-]*):\/\/([^/?#\s]+)/i;

function urlFrom(text: string): Url {
  const [, scheme, host] = URL_TEXT.exec(text) ?? [];
  if (scheme === undefined || host === undefined) throw new Error('no URL');
  return new Url(scheme, host);
}

/** The functions of rules, in so far as they are not CEL's own (kubernetes apiserver pkg/cel/library). */
const newEnvironment = (): Environment =>
  new Environment({ homogeneousAggregateLiterals: false, enableOptionalTypes: true, limits: LIMITS })
    .registerVariable('self', 'dyn')
    .registerFunction('string.matchesRe2(string): bool', (text: string, pattern: string) => {
      const matches = patternTest(pattern);
      if (matches === null) throw new Error('no regular expression');
      return matches(text);
    })
    .registerType('Url', Url)
    .registerFunction('isURL(string): bool', (text: string) => URL_TEXT.test(text))
    .registerFunction('url(string): Url', urlFrom)
    .registerFunction('Url.getScheme(): string', ({ scheme }: Url) => scheme.toLowerCase())
    .registerFunction('Url.getHost(): string', ({ host }: Url) => host)
    .registerFunction('Url.getHostname(): string', ({ host }: Url) => host.replace(/:\d*$/, ''))
    .registerFunction('Url.getPort(): string', ({ host }: Url) => /:(\d*)$/.exec(host)?.[1] ?? '');

let made: Environment | null = null;

/** Constant; made at the first rule, as most runs have none. */
const environment = (): Environment => (made ??= newEnvironment());

/** A rule that was read. */
export interface CelExpression {
  /** May throw. */
  evaluate(self: unknown): unknown;
  /** How many steps it takes at most for a value whose largest list or map has `size` entries. */
  stepsFor(size: number): number;
}

/** Reads an expression over `self`. @returns null when it uses what this environment does not have. */
export function readExpression(text: string): CelExpression | null {
  try {
    const parsed = environment().parse(text);
    const shape = { nodes: 0, depth: 0, bindings: 0 };
    survey(parsed.ast, 0, shape);
    if (shape.bindings > MOST_BINDINGS || !parsed.check().valid) return null;
    return {
      evaluate: (self) => parsed({ self }),
      stepsFor: (size) => shape.nodes * Math.max(1, size) ** shape.depth,
    };
  } catch {
    return null;
  }
}

interface Shape {
  nodes: number;
  depth: number;
  bindings: number;
}

/** Counts what an expression costs, and has RE2 run its regular expressions. */
function survey(node: unknown, depth: number, shape: Shape): void {
  if (Array.isArray(node)) for (const part of node) survey(part, depth, shape);
  if (!isNode(node)) return;
  shape.nodes++;
  let inside = depth;
  if (node.op === 'rcall') {
    const call = node.args as [string, ...unknown[]];
    if (call[0] === 'matches') call[0] = 'matchesRe2';
    if (call[0] === 'bind') shape.bindings++;
    if (LOOPS.has(call[0])) inside++;
  }
  shape.depth = Math.max(shape.depth, inside);
  survey(node.args, inside, shape);
}

const isNode = (value: unknown): value is ASTNode => isFields(value) && typeof value.op === 'string';

import type { TextMatcher } from '../envoy/strings.js';
import { regularExpression } from './regular-expression.js';
import type { RoutedRequest } from './route-rule.js';

export type Part = (request: RoutedRequest) => boolean;

/** How a value of a route is compared (Istio networking StringMatch). */
export type WrittenMatch =
  | { readonly kind: 'EXACT' | 'PREFIX' | 'REGEX'; readonly value: string }
  /** Anything that is there: `*` as a regular expression (core/route/route.go canBeConvertedToPresentMatch). */
  | { readonly kind: 'PRESENT' };

/** Gathers what one match asks for, and the first pattern that RE2 cannot read. */
export class MatchParts {
  readonly parts: Part[] = [];
  invalid: string | null = null;

  text(match: WrittenMatch, textOf: (request: RoutedRequest) => string | undefined): void {
    this.parts.push(this.part(match, textOf));
  }

  /** `withoutHeaders`: what is missing reads as empty, unless only its presence is asked for (TranslateRouteMatch). */
  without(match: WrittenMatch, textOf: (request: RoutedRequest) => string | undefined): void {
    const holds = this.part(match, match.kind === 'PRESENT' ? textOf : (request) => textOf(request) ?? '');
    this.parts.push((request) => !holds(request));
  }

  /** @param wholeSegments as Gateway API has it: `/api` holds `/api/x`, not `/apis` */
  path(match: WrittenMatch, { wholeSegments, ignoreCase }: { wholeSegments: boolean; ignoreCase: boolean }): void {
    const pathOf = ({ path }: RoutedRequest) => (ignoreCase ? path.toLowerCase() : path);
    if (match.kind === 'PRESENT') return;
    // Envoy does not fold the case of regular expressions (RouteMatch.case_sensitive).
    if (match.kind === 'REGEX') return this.text(match, ({ path }) => path);
    const value = ignoreCase ? match.value.toLowerCase() : match.value;
    if (match.kind === 'EXACT') this.parts.push((request) => pathOf(request) === value);
    else if (wholeSegments && value !== '/') this.parts.push((request) => isBelow(pathOf(request), value));
    else this.parts.push((request) => pathOf(request).startsWith(value));
  }

  private part(match: WrittenMatch, textOf: (request: RoutedRequest) => string | undefined): Part {
    if (match.kind === 'PRESENT') return (request) => textOf(request) !== undefined;
    const matches = this.matcher(match.kind, match.value);
    return (request) => {
      const text = textOf(request);
      return text !== undefined && matches(text);
    };
  }

  private matcher(kind: 'EXACT' | 'PREFIX' | 'REGEX', value: string): TextMatcher {
    if (kind === 'EXACT') return (text) => text === value;
    if (kind === 'PREFIX') return (text) => text.startsWith(value);
    const compiled = regularExpression(value);
    if (compiled === null) this.invalid ??= value;
    return compiled?.matches ?? (() => false);
  }

  get holds(): Part {
    const { parts } = this;
    return (request) => parts.every((part) => part(request));
  }
}

/** Envoy RouteMatch.path_separated_prefix. */
function isBelow(path: string, written: string): boolean {
  const prefix = written.endsWith('/') ? written.slice(0, -1) : written;
  return path === prefix || path.startsWith(`${prefix}/`);
}

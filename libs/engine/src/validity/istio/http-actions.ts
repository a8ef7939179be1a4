import { field, fields, list, text, wholeNumber, type Fields } from '../../model/narrow.js';
import { notOneOf, shown } from '../fault-text.js';
import { destinationFaults, percentageFaults, type Path } from './destinations.js';
import { durationFaults } from './durations.js';
import { expressionFaults } from './expressions.js';
import type { FaultList } from './fault-list.js';
import { isHeaderName } from './headers.js';

type Check = (value: Fields, path: Path, faults: FaultList) => void;

/** What a route does beside matching and routing: istio virtualservice.go validateHTTPRoute, and what it calls. */
const CHECKS: readonly (readonly [string, Check])[] = [
  ['corsPolicy', corsFaults],
  ['fault', injectionFaults],
  ['mirror', destinationFaults],
  ['redirect', redirectFaults],
  ['directResponse', (response, path, faults) => statusFaults(response.status, [...path, 'status'], faults)],
  ['retries', retryFaults],
  ['rewrite', rewriteFaults],
];

export function actionFaults(route: Fields, path: Path, faults: FaultList): void {
  for (const [name, check] of CHECKS) {
    if (route[name] !== undefined) check(fields(route[name]), [...path, name], faults);
  }
  percentageFaults(route.mirrorPercentage, [...path, 'mirrorPercentage'], faults);
  for (const [index, mirror] of list(route.mirrors).entries()) {
    const where = [...path, 'mirrors', index];
    destinationFaults(field(mirror, 'destination'), [...where, 'destination'], faults);
    percentageFaults(field(mirror, 'percentage'), [...where, 'percentage'], faults);
  }
  durationFaults(route, ['timeout'], path, faults);
}

const ENDS = ['redirect', 'directResponse'];
const NOT_BESIDE_ENDS = ['fault', 'rewrite', 'directResponse'];

/** validateHTTPRouteConflict. */
export function conflictFaults(route: Fields, isDelegate: boolean, path: Path, faults: FaultList): void {
  const hasTargets = list(route.route).length > 0;
  if (route.delegate !== undefined) {
    if (isDelegate) faults.add([...path, 'delegate'], 'must not be set: without hosts this is a delegate itself');
    else {
      if (hasTargets) faults.add([...path, 'route'], 'must not be set beside delegate');
      if (route.redirect !== undefined) faults.add([...path, 'redirect'], 'must not be set beside delegate');
      return;
    }
  }
  const end = ENDS.find((name) => route[name] !== undefined);
  if (end === undefined && !hasTargets) {
    faults.add([...path, 'route'], 'must be set, or one of redirect, directResponse, delegate');
  }
  if (end !== undefined) {
    if (hasTargets) faults.add([...path, 'route'], `must not be set beside ${end}`);
    for (const name of NOT_BESIDE_ENDS) {
      if (name !== end && route[name] !== undefined) faults.add([...path, name], `must not be set beside ${end}`);
    }
  }
  if (route.mirror !== undefined && list(route.mirrors).length > 0) {
    faults.add([...path, 'mirrors'], 'must not be set beside mirror; keep one of them');
  }
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*'];

/** validateCORSPolicy. */
function corsFaults(policy: Fields, path: Path, faults: FaultList): void {
  for (const [index, origin] of list(policy.allowOrigins).entries()) {
    const where = [...path, 'allowOrigins', index];
    if (['exact', 'prefix', 'regex'].every((name) => text(field(origin, name)) === '')) {
      faults.add(where, 'must have a text for exact, prefix or regex');
    } else expressionFaults(field(origin, 'regex'), [...where, 'regex'], faults);
  }
  faults.addTexts([...path, 'allowMethods'], list(policy.allowMethods), (method) =>
    METHODS.includes(method) ? null : notOneOf(method, METHODS),
  );
  for (const name of ['allowHeaders', 'exposeHeaders']) {
    faults.addTexts([...path, name], list(policy[name]), (header) =>
      header === '*' || isHeaderName(header) ? null : `must be the name of a header, not ${shown(header)}`,
    );
  }
  durationFaults(policy, ['maxAge'], path, faults);
}

/** validateHTTPFaultInjection. */
function injectionFaults(injection: Fields, path: Path, faults: FaultList): void {
  const { abort, delay } = injection;
  if (abort === undefined && delay === undefined) faults.add(path, 'must have abort, delay or both');
  for (const [name, value] of Object.entries({ abort, delay })) {
    percentageFaults(field(value, 'percentage'), [...path, name, 'percentage'], faults);
  }
  const status = field(abort, 'httpStatus');
  if (status !== undefined) statusFaults(status, [...path, 'abort', 'httpStatus'], faults);
  if (field(abort, 'http2Error') !== undefined) {
    faults.add([...path, 'abort', 'http2Error'], 'is not supported by Istio; use httpStatus or grpcStatus');
  }
  if (field(delay, 'exponentialDelay') !== undefined) {
    faults.add([...path, 'delay', 'exponentialDelay'], 'is not supported by Istio; use fixedDelay');
  }
  durationFaults(fields(delay), ['fixedDelay'], [...path, 'delay'], faults);
}

/** validateHTTPStatus. */
function statusFaults(status: unknown, path: Path, faults: FaultList): void {
  const number = wholeNumber(status) ?? 0;
  if (number < 200 || number > 600) faults.add(path, `must be an HTTP status from 200 to 599, not ${number}`);
}

/** validateHTTPRedirect. */
function redirectFaults(redirect: Fields, path: Path, faults: FaultList): void {
  const isEmpty = ['uri', 'authority', 'scheme'].every((name) => text(redirect[name]) === '');
  if (isEmpty && redirect.port === undefined && redirect.derivePort === undefined) {
    return faults.add(path, 'must have one of uri, authority, scheme, port, derivePort');
  }
  const code = wholeNumber(redirect.redirectCode) ?? 0;
  if (code !== 0 && (code < 300 || code > 399)) {
    faults.add([...path, 'redirectCode'], `must be from 300 to 399, not ${code}`);
  }
  const scheme = text(redirect.scheme);
  if (scheme !== '' && scheme !== 'http' && scheme !== 'https') {
    faults.add([...path, 'scheme'], notOneOf(scheme, ['http', 'https']));
  }
  const port = wholeNumber(redirect.port) ?? 0;
  if (port > 65535) faults.add([...path, 'port'], `must be from 1 to 65535, not ${port}`);
}

/** validateHTTPRewrite, validateURIRegexRewrite. */
function rewriteFaults(rewrite: Fields, path: Path, faults: FaultList): void {
  const { uriRegexRewrite: pattern } = rewrite;
  const uri = text(rewrite.uri);
  if (pattern === undefined) {
    if (uri === '' && text(rewrite.authority) === '') {
      faults.add(path, 'must have one of uri, uriRegexRewrite, authority');
    }
    return;
  }
  const where = [...path, 'uriRegexRewrite'];
  if (uri !== '') faults.add(where, 'must not be set beside uri; keep one of them');
  for (const name of ['match', 'rewrite']) {
    if (text(field(pattern, name)) === '') faults.add([...where, name], 'must be set');
  }
  expressionFaults(field(pattern, 'match') || undefined, [...where, 'match'], faults);
}

const RETRIES =
  '5xx gateway-error reset reset-before-request connect-failure retriable-4xx refused-stream retriable-status-codes retriable-headers envoy-ratelimited http3-post-connect-failure cancelled deadline-exceeded internal resource-exhausted unavailable'.split(
    ' ',
  );

/** validateHTTPRetry; numbers are statuses that are tried again. */
function retryFaults(retries: Fields, path: Path, faults: FaultList): void {
  const attempts = wholeNumber(retries.attempts) ?? 0;
  const retryOn = text(retries.retryOn);
  if (attempts < 0) faults.add([...path, 'attempts'], `must be at least 0, not ${attempts}`);
  const isConfigured =
    retryOn !== '' || retries.perTryTimeout !== undefined || retries.retryRemoteLocalities !== undefined;
  if (attempts === 0 && isConfigured) {
    faults.add([...path, 'attempts'], 'must be at least 1, as the rest of the policy means nothing without');
  }
  const unknown = retryOn.split(',').find((word) => !/^[1-5]\d\d$/.test(word) && !RETRIES.includes(word));
  if (retryOn !== '' && unknown !== undefined) faults.add([...path, 'retryOn'], notOneOf(unknown, RETRIES));
  durationFaults(retries, ['perTryTimeout'], path, faults);
}

import { field, isFields, list, text, wholeNumber, type Fields } from '../../model/narrow.js';
import { isIp } from '../addresses.js';
import { patternTest } from '../custom/pattern.js';
import { shown } from '../fault-text.js';
import type { FaultList } from './fault-list.js';
import { hostProblem } from './hosts.js';

type Path = readonly (string | number)[];

const LONGEST_EXPRESSION = 1024;

/** istio validation.go ValidateVirtualService and virtualservice.go. */
export function virtualServiceFaults(spec: Fields, faults: FaultList): void {
  const hosts = list(spec.hosts);
  const gateways = list(spec.gateways).map(text);
  const isDelegate = hosts.length === 0;
  if (isDelegate) {
    for (const name of ['gateways', 'tls', 'tcp']) {
      if (list(spec[name]).length > 0)
        faults.add([name], 'must not be set without hosts: a delegate has HTTP routes only');
    }
  }
  const isForMesh = gateways.length === 0 || gateways.includes('mesh');
  faults.addTexts(['hosts'], hosts, (host) => {
    if (host === '*' && isForMesh) return 'must not be * for sidecars and waypoints; name the hosts, or a gateway';
    return isIp(host) ? null : hostProblem(host);
  });
  const kinds = ['http', 'tls', 'tcp'];
  if (kinds.every((kind) => list(spec[kind]).length === 0))
    faults.add(['http'], 'must have at least one route, or tls, or tcp');
  for (const kind of kinds) {
    for (const [index, route] of list(spec[kind]).entries()) routeFaults(route, kind, [kind, index], faults);
  }
}

const ENDS = ['route', 'redirect', 'directResponse', 'delegate'];

function routeFaults(route: unknown, kind: string, path: Path, faults: FaultList): void {
  const targets = list(field(route, 'route'));
  if (kind === 'http') {
    if (ENDS.every((end) => field(route, end) === undefined))
      faults.add([...path, 'route'], `must be set, or one of ${ENDS.slice(1).join(', ')}`);
    for (const [index, match] of list(field(route, 'match')).entries())
      matchFaults(match, [...path, 'match', index], faults);
  } else if (targets.length === 0) faults.add([...path, 'route'], 'must have at least one entry');
  let weights = 0;
  for (const [index, target] of targets.entries()) {
    const weight = wholeNumber(field(target, 'weight')) ?? 0;
    if (weight < 0) faults.add([...path, 'route', index, 'weight'], `must be at least 0, not ${weight}`);
    weights += weight;
    destinationFaults(field(target, 'destination'), [...path, 'route', index, 'destination'], faults);
  }
  if (targets.length > 1 && weights === 0)
    faults.add([...path, 'route'], 'must have weights that add up to more than 0');
}

function destinationFaults(destination: unknown, path: Path, faults: FaultList): void {
  if (!isFields(destination)) return faults.add(path, 'must be set');
  const host = text(destination.host);
  const problem = host === '*' ? 'must be one host, not *' : hostProblem(host);
  if (problem !== null) faults.add([...path, 'host'], problem);
  const port = wholeNumber(field(destination.port, 'number'));
  if (port !== null && (port < 1 || port > 65535))
    faults.add([...path, 'port', 'number'], `must be from 1 to 65535, not ${port}`);
}

/** Texts are matched whole (`exact`), by their beginning (`prefix`) or by RE2 (`regex`). */
function matchFaults(match: unknown, path: Path, faults: FaultList): void {
  for (const name of ['uri', 'scheme', 'method', 'authority'])
    textMatchFaults(field(match, name), [...path, name], faults);
  for (const map of ['headers', 'withoutHeaders', 'queryParams']) {
    const entries = field(match, map);
    if (!isFields(entries)) continue;
    for (const [name, value] of Object.entries(entries)) textMatchFaults(value, [...path, map, name], faults);
  }
}

function textMatchFaults(match: unknown, path: Path, faults: FaultList): void {
  if (field(match, 'prefix') === '') faults.add([...path, 'prefix'], 'must not be empty');
  const expression = field(match, 'regex');
  if (typeof expression !== 'string') return;
  if (expression === '' || expression.length > LONGEST_EXPRESSION) {
    faults.add([...path, 'regex'], `must have 1 to ${LONGEST_EXPRESSION} characters`);
  } else if (patternTest(expression) === null) {
    faults.add([...path, 'regex'], `must be a regular expression that RE2 reads, not ${shown(expression)}`);
  }
}

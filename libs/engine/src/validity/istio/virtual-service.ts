import { field, fields, isFields, list, text, wholeNumber, type Fields } from '../../model/narrow.js';
import { isIp } from '../addresses.js';
import { shown } from '../fault-text.js';
import { isLabel } from '../kubernetes/names.js';
import { targetFaults, type Path } from './destinations.js';
import { expressionFaults } from './expressions.js';
import type { FaultList } from './fault-list.js';
import { authorityFaults, headersFaults, isMatchedName } from './headers.js';
import { hostProblem, isSubsetOf } from './hosts.js';
import { actionFaults, conflictFaults } from './http-actions.js';
import { connectionMatchFaults, gatewayNameFaults } from './connection-match.js';

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
    return isIp(host) || (!isForMesh && host.startsWith('outbound_')) ? null : hostProblem(host);
  });
  if (faults.faults.length === 0) overlapFaults(hosts.map(text), faults);
  gatewayNameFaults(list(spec.gateways), ['gateways'], faults);
  if (['http', 'tls', 'tcp'].every((kind) => list(spec[kind]).length === 0))
    faults.add(['http'], 'must have at least one route, or tls, or tcp');
  for (const [index, route] of list(spec.http).entries())
    httpFaults(fields(route), isDelegate, ['http', index], faults);
  for (const kind of ['tls', 'tcp'] as const) {
    for (const [index, route] of list(spec[kind]).entries())
      connectionFaults(route, kind, hosts, [kind, index], faults);
  }
}

/** Hosts of which one covers another. */
function overlapFaults(hosts: readonly string[], faults: FaultList): void {
  for (const [index, host] of hosts.entries()) {
    const other = hosts.slice(0, index).find((first) => isSubsetOf(host, first) || isSubsetOf(first, host));
    if (other !== undefined) return faults.add(['hosts', index], `must not overlap with ${shown(other)}`);
  }
}

/** virtualservice.go validateHTTPRoute. */
function httpFaults(route: Fields, isDelegate: boolean, path: Path, faults: FaultList): void {
  conflictFaults(route, isDelegate, path, faults);
  for (const [index, match] of list(route.match).entries())
    matchFaults(fields(match), [...path, 'match', index], faults);
  headersFaults(route.headers, [...path, 'headers'], faults);
  authorityFaults(route, path, faults);
  actionFaults(route, path, faults);
  const targets = list(route.route);
  targetFaults(targets, [...path, 'route'], faults);
  for (const [index, target] of targets.entries())
    headersFaults(field(target, 'headers'), [...path, 'route', index, 'headers'], faults);
}

/** validateTLSRoute, validateTCPRoute. */
function connectionFaults(
  route: unknown,
  kind: 'tls' | 'tcp',
  hosts: readonly unknown[],
  path: Path,
  faults: FaultList,
): void {
  const targets = list(field(route, 'route'));
  const matches = list(field(route, 'match'));
  if (kind === 'tls' && matches.length === 0) faults.add([...path, 'match'], 'must have at least one entry');
  for (const [index, match] of matches.entries())
    connectionMatchFaults(fields(match), kind === 'tls' ? hosts : null, [...path, 'match', index], faults);
  if (targets.length === 0) faults.add([...path, 'route'], 'must have at least one entry');
  targetFaults(targets, [...path, 'route'], faults);
}

/**
 * validateHTTPRouteMatchRequest. Texts are matched whole (`exact`), by their beginning (`prefix`) or by RE2 (`regex`);
 * every URI begins with an empty prefix, and the expression `*` in withoutHeaders means that the header is there.
 */
function matchFaults(match: Fields, path: Path, faults: FaultList): void {
  expressionFaults(field(match.uri, 'regex'), [...path, 'uri', 'regex'], faults);
  for (const name of ['scheme', 'method', 'authority']) textMatchFaults(match[name], [...path, name], faults);
  for (const map of ['headers', 'withoutHeaders', 'queryParams']) {
    if (!isFields(match[map])) continue;
    for (const [name, value] of Object.entries(match[map])) {
      const where = [...path, map, name];
      if (map !== 'queryParams' && !isMatchedName(name)) faults.add(where, 'is not the name of a header');
      if (map !== 'withoutHeaders' || field(value, 'regex') !== '*') textMatchFaults(value, where, faults);
    }
  }
  const port = wholeNumber(match.port) ?? 0;
  if (port > 65535) faults.add([...path, 'port'], `must be from 1 to 65535, not ${port}`);
  gatewayNameFaults(list(match.gateways), [...path, 'gateways'], faults);
  const namespace = text(match.sourceNamespace);
  if (namespace !== '' && !isLabel(namespace))
    faults.add([...path, 'sourceNamespace'], `must be the name of a namespace, not ${shown(namespace)}`);
}

function textMatchFaults(match: unknown, path: Path, faults: FaultList): void {
  if (field(match, 'prefix') === '') faults.add([...path, 'prefix'], 'must not be empty');
  expressionFaults(field(match, 'regex'), [...path, 'regex'], faults);
}

import { list, text, wholeNumber, type Fields } from '../../model/narrow.js';
import { isIp } from '../addresses.js';
import { shown } from '../fault-text.js';
import { isLabel } from '../kubernetes/names.js';
import type { Path } from './destinations.js';
import type { FaultList } from './fault-list.js';
import { hostProblem, isHostName, isSubsetOf } from './hosts.js';
import { notAnAddress } from './value-problems.js';

/**
 * istio validation.go validateTLSMatch, validateTCPMatch.
 *
 * @param hosts those of the VirtualService, which the server names of TLS must be among; null for TCP
 */
export function connectionMatchFaults(
  match: Fields,
  hosts: readonly unknown[] | null,
  path: Path,
  faults: FaultList,
): void {
  if (hosts !== null) {
    const names = list(match.sniHosts);
    if (names.length === 0) faults.add([...path, 'sniHosts'], 'must have at least one entry');
    faults.addTexts([...path, 'sniHosts'], names, (name) => serverNameProblem(name, hosts.map(text)));
  }
  faults.addTexts([...path, 'destinationSubnets'], list(match.destinationSubnets), notAnAddress);
  const port = wholeNumber(match.port) ?? 0;
  if (port > 65535) faults.add([...path, 'port'], `must be from 1 to 65535, not ${port}`);
  gatewayNameFaults(list(match.gateways), [...path, 'gateways'], faults);
}

/** validateSniHost; `outbound_.80_._.host` is what Istio itself names a service at an AUTO_PASSTHROUGH gateway. */
function serverNameProblem(name: string, hosts: readonly string[]): string | null {
  const problem = hostProblem(name);
  if (problem !== null) return isIp(name) || name.startsWith('outbound_') ? null : problem;
  return hosts.some((host) => isSubsetOf(name, host))
    ? null
    : `must be among the hosts of the VirtualService, not ${shown(name)}`;
}

/** validateGatewayNames, which does not look beyond the first name without a slash. */
export function gatewayNameFaults(gateways: readonly unknown[], path: Path, faults: FaultList): void {
  for (const [index, gateway] of gateways.map(text).entries()) {
    const slash = gateway.indexOf('/');
    const isName =
      slash === -1 ? isHostName(gateway) : isLabel(gateway.slice(0, slash)) && isLabel(gateway.slice(slash + 1));
    if (!isName) faults.add([...path, index], `must be a gateway or namespace/gateway, not ${shown(gateway)}`);
    if (slash === -1) return;
  }
}
